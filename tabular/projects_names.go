package tabular

import (
	"strings"

	"jalon/i18n"
	"jalon/plan"
)

// projectNames are the titles by which what columns say is known, the surest
// first: those of the lists that the State publishes (fonds vert, DETR, DSIL,
// contracts of the ANCT), of the SCDL and of spreadsheets in use. A column that
// could say two things says the one that comes first here. Case, accents, spaces
// and marks are nothing.
var projectNames = []struct {
	is    plan.ProjectColumnKind
	names string
}{
	{plan.ProjectIDColumn, "numero_dossier_ds, numero dossier, n° dossier, n° de dossier, no dossier, numero ds, dossier ds, id_projet, id_territoire, identifiant, " +
		"identifiant projet, identifiant du projet, id_dossier, code projet, numero projet, n° projet, numero de convention, id"},
	{plan.ProjectTitleColumn, "nom_du_projet, nom projet, intitule du projet, intitule projet, titre du projet, titre projet, libelle du projet, libelle projet, " +
		"intitule de l'operation, intitule operation, libelle de l'operation, nom de l'operation, intitule, intitule de l'action, nom de l'action, titre, title, " +
		"libelle de l'action, projet, operation, action, objet du projet, objet de l'operation, objet de la subvention, designation, libelle, lib, lib_territoire, lib_acv, lib_pvd, lib_fs, " +
		"description, description de l'operation, objet, sub_objet, nom, name, comment"},
	{plan.ProjectShortColumn, "nom court, sigle, acronyme, short name"},
	{plan.ProjectFundColumn, "dotation, dot, type de dotation, fonds, dispositif, sub_dispositif, dispositifAide, fund, enveloppe"},
	{plan.ProjectProgrammeColumn, "programme, nom du programme, contrat, type de contrat, nom du contrat, plan"},
	{plan.ProjectOwnerColumn, "nom_beneficiaire_principal, raison_sociale_beneficiaire, beneficiaire, nomBeneficiaire, nom du beneficiaire, attrib_nom, porteur, porteur de projet, porteur du projet, " +
		"maitre d'ouvrage, maitrise d'ouvrage, mo, moa, demandeur, nom du porteur, nom du demandeur, collectivite beneficiaire, collectivite, raison sociale, owner"},
	{plan.ProjectOwnerCodeColumn, "siren, siret, idBeneficiaire, attrib_siret, siren beneficiaire, siret beneficiaire, siren du beneficiaire, siret du beneficiaire, " +
		"siret du porteur, siren porteur, siret porteur, siren du porteur, numero siren, numero siret, n° siren, n° siret"},
	{plan.ProjectPlaceCodeColumn, "code_commune, code_insee, code insee commune, code commune insee, code_insee_commune, insee, insee_com, id_terr, id_geo, codgeo, com, depcom, cog, insee_epci, inseepci, " +
		"code territoire, code lieu, code du lieu"},
	{plan.ProjectPlacesColumn, "liste_geo"},
	{plan.ProjectPlaceColumn, "nom_commune, commune, libelle commune, lib_commune, lib_com, nom de la commune, nom_terr, lib_geo, libgeo, lieu, commune d'implantation, localisation, territoire, " +
		"nom_territoire, lib_territoire, lieu du projet, place"},
	{plan.ProjectPlaceKindColumn, "echelon, nature du lieu, type de territoire"},
	{plan.ProjectDepartmentColumn, "code_departement, code_dep, id_dep, dep, dept, departements, departement, num_dep, numero departement, insee_dep, dep_centroide, cd_dep, dpt, " +
		"code dpt, code dept, code du departement, nom_departement, nom du departement, libelle departement, lib_dep, nom_dep, department"},
	{plan.ProjectRegionColumn, "nom_region, code_region, region, id_reg, reg, lib_reg, nom_reg, code_reg"},
	{plan.ProjectCostColumn, "cout_total, cout, cout du projet, cout total du projet, cout total ht, cout ht, cout ttc, cout total ttc, cout total de l'operation, cout de l'operation, " +
		"montant total du projet, montant des travaux, montant total, montant du projet, depense totale, total cost"},
	{plan.ProjectBaseColumn, "assiette, assiette eligible, assiette subventionnable, depense subventionnable, depenses eligibles, depense eligible, montant eligible, base subventionnable, " +
		"cout subventionnable, cout eligible, montant subventionnable, eligible base"},
	{plan.ProjectRequestedColumn, "montant_demande, subvention demandee, montant sollicite, subvention sollicitee, montant de subvention demande, demande, aide demandee, requested"},
	{plan.ProjectProposedColumn, "montant_propose, subvention proposee, propose, proposition, proposed"},
	{plan.ProjectRetainedColumn, "montant_sub, montant_subvention, montant de la subvention, montant retenu, subvention retenue, subvention accordee, montant accorde, montant attribue, " +
		"subvention attribuee, montant de la subvention accordee, montant de la subvention attribuee, montant notifie, subvention notifiee, sub_montant, montant dsil, montant detr, montant dsid, montant fnadt, subvention dsil, " +
		"subvention detr, retenu, subvention, montant, montant de l'aide, retained"},
	{plan.ProjectCommittedColumn, "montant_engage, montant engage ae, ae, ae engagees, ae engage, montant ae, engage, engagement, engagements, montant des engagements, montant des ae, committed"},
	{plan.ProjectPaidColumn, "montant_paye, montant paye cp, cp, cp payes, cp paye, montant cp, paye, montant verse, montant mandate, verse, paiements, montant des cp, paid"},
	{plan.ProjectYearColumn, "annee, exercice, millesime, annee de programmation, exercice budgetaire, annee budgetaire, year"},
	{plan.ProjectSignedColumn, "date_signature, date de signature, dateConvention, date de la convention, date convention, signe le, date de signature de la convention, signed"},
	{plan.ProjectServiceColumn, "service pilote, service instructeur, service referent, service, leading service"},
	{plan.ProjectLeadColumn, "pilote, referent, chef de projet, chef de file, responsable, lead"},
	{plan.ProjectPartnersColumn, "partenaires, partenaire, cofinanceurs, partners"},
	{plan.ProjectOutlookColumn, "meteo, meteo du projet, outlook"},
	{plan.ProjectTrendColumn, "tendance, trend"},
	{plan.ProjectCommentColumn, "commentaire, commentaires, observation, observations, remarque, remarques, comment"},
	{plan.ProjectProgressColumn, "avancement, taux d'avancement, etat d'avancement, progress"},
	{plan.ProjectBlockersColumn, "blocages, blocage, points de blocage, point de blocage, freins, risques et freins, blockers"},
	{plan.ProjectStepOnColumn, "date de la prochaine etape, date prochaine etape, date du prochain jalon, date of the next step"},
	{plan.ProjectStepColumn, "prochaine etape, prochain jalon, etape suivante, next step"},
	{plan.ProjectLinksColumn, "liens, lien, url, links"},
	{plan.ProjectFieldColumn, "axe, numero_demarche_ds, nom_demarche_ds, demarche, resume_du_projet, numero_ej, numero_operateur, operateur, forme juridique_beneficiaire, categorie, numcategorie, levier, lng, " +
		"rnaBeneficiaire, pop19, pop18, pop20, pop21, population, pct_sub, taux, taux de subvention, lat, long, latitude, longitude, " +
		"perimetre, nbcom, code_epci, siren_epci, nom_epci, epci, id_epci, code postal, nature, attrib_type, sub_nature, conditionsVersement, sub_versement, datesPeriodeVersement, " +
		"idRAE, id_ent, notificationUE, notif_eu, pourcentageSubvention, nomAttribuant, idAttribuant, coll_nom, coll_siret, coll_type, acte_date, sub_date_debut, sub_date_fin, " +
		"id_acv, id_pvd, id_fs"},
}

// weakIDs are the titles of what identifies a project where each row has its
// own.
const weakIDs = "id_acv, id_pvd, id_fs, reference, referenceDecision, acte_ref, ref, numero, n°, code, idRAE"

// refNames are the titles of the identifiers that jalon gives, where they have
// its form.
const refNames = "id, ref, identifiant jalon, jalon identifier"

// columnKey folds a title to its letters and digits.
func columnKey(title string) string {
	return strings.Map(func(r rune) rune {
		if (r >= 'a' && r <= 'z') || (r >= '0' && r <= '9') || r == '°' {
			return r
		}
		return -1
	}, i18n.Fold(title))
}

// columnKeys are those of a list of titles.
func columnKeys(names string) []string {
	var keys []string
	for name := range strings.SplitSeq(names, ",") {
		keys = append(keys, columnKey(name))
	}
	return keys
}

// projectKeys are the keys of the known titles: first those that jalon gives to
// the columns that it writes.
var projectKeys = func() map[plan.ProjectColumnKind][]string {
	keys := map[plan.ProjectColumnKind][]string{}
	for _, known := range projectNames {
		keys[known.is] = append([]string{columnKey(known.is.In(i18n.FR)), columnKey(known.is.In(i18n.EN))}, columnKeys(known.names)...)
	}
	keys[plan.ProjectIDColumn] = append(keys[plan.ProjectIDColumn][2:], keys[plan.ProjectIDColumn][:2]...) // less sure than those of a fund
	return keys
}()
