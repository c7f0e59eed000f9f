package bottest

import (
	"io"
	"net/http"
	"strings"
)

// maxFiles is how many files one post holds.
const maxFiles = 10

// file is a file that somebody gave.
type file struct {
	FileInfo
	content []byte
}

func (s *Server) handleFiles() {
	s.handle("POST /files", s.upload)
	s.handle("GET /files/{file}/info", func(r *http.Request, me *User) (int, any) {
		f, status := s.fileFor(r, me)
		if f == nil {
			return status, Failure{ID: "api.context.permissions.app_error"}
		}
		return status, f.FileInfo
	})
	s.mux.HandleFunc("GET /api/v4/files/{file}", s.download)
}

// upload takes the file that is the body of a request.
func (s *Server) upload(r *http.Request, me *User) (int, any) {
	c := s.channels[r.URL.Query().Get("channel_id")]
	if c == nil || !s.inChannel[[2]string{c.ID, me.ID}] {
		return notAllowed()
	}
	content, err := io.ReadAll(r.Body)
	if err != nil {
		return badRequest("api.context.invalid_body_param.app_error")
	}
	name := r.URL.Query().Get("filename")
	if slash := strings.LastIndexAny(name, "/\\"); slash >= 0 {
		name = name[slash+1:]
	}
	f := &file{FileInfo: FileInfo{ID: newID(), UserID: me.ID, ChannelID: c.ID, Name: name, Size: int64(len(content))}, content: content}
	s.files[f.ID] = f
	return http.StatusCreated, Uploaded{FileInfos: []FileInfo{f.FileInfo}}
}

// attach puts files on a post: those that its author gave for this channel and
// that are on no other post.
func (s *Server) attach(p *Post, ids []string) (taken []string) {
	for _, id := range ids {
		f := s.files[id]
		if f == nil || f.UserID != p.UserID || f.ChannelID != p.ChannelID || f.PostID != "" || len(taken) == maxFiles {
			continue
		}
		f.PostID = p.ID
		taken = append(taken, id)
	}
	return taken
}

// fileFor is a file that somebody may read: that of a channel that one reads,
// before it stands on a post too.
func (s *Server) fileFor(r *http.Request, me *User) (*file, int) {
	f := s.files[r.PathValue("file")]
	if f == nil {
		return nil, http.StatusNotFound
	}
	if !s.mayRead(s.channels[f.ChannelID], me) {
		return nil, http.StatusForbidden
	}
	return f, http.StatusOK
}

func (s *Server) download(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	me := s.caller(r)
	if me == nil {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	f, status := s.fileFor(r, me)
	if f == nil {
		w.WriteHeader(status)
		_, _ = w.Write(encode(status, Failure{ID: "api.context.permissions.app_error"}))
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = w.Write(f.content)
}
