package plan

import "jalon/calendar"

// The regions, departments and préfectures of France. The collectivité
// européenne d’Alsace and the métropole de Lyon change nothing here: the State
// keeps a préfecture in Strasbourg and one in Colmar, and one for the Rhône.
var territories = []Territory{
	{
		Code: "84", Name: "Auvergne-Rhône-Alpes", Names: []string{"ARA", "AURA"}, Seat: "69", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"01", "Ain", "de l’", "Bourg-en-Bresse", calendar.Metropole, "DDT", nil},
			{"03", "Allier", "de l’", "Moulins", calendar.Metropole, "DDT", nil},
			{"07", "Ardèche", "de l’", "Privas", calendar.Metropole, "DDT", nil},
			{"15", "Cantal", "du ", "Aurillac", calendar.Metropole, "DDT", nil},
			{"26", "Drôme", "de la ", "Valence", calendar.Metropole, "DDT", nil},
			{"38", "Isère", "de l’", "Grenoble", calendar.Metropole, "DDT", nil},
			{"42", "Loire", "de la ", "Saint-Étienne", calendar.Metropole, "DDT", nil},
			{"43", "Haute-Loire", "de la ", "Le Puy-en-Velay", calendar.Metropole, "DDT", nil},
			{"63", "Puy-de-Dôme", "du ", "Clermont-Ferrand", calendar.Metropole, "DDT", nil},
			{"69", "Rhône", "du ", "Lyon", calendar.Metropole, "DDT", nil},
			{"73", "Savoie", "de la ", "Chambéry", calendar.Metropole, "DDT", nil},
			{"74", "Haute-Savoie", "de la ", "Annecy", calendar.Metropole, "DDT", nil},
		},
	},
	{
		Code: "27", Name: "Bourgogne-Franche-Comté", Names: []string{"BFC"}, Seat: "21", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"21", "Côte-d’Or", "de la ", "Dijon", calendar.Metropole, "DDT", nil},
			{"25", "Doubs", "du ", "Besançon", calendar.Metropole, "DDT", nil},
			{"39", "Jura", "du ", "Lons-le-Saunier", calendar.Metropole, "DDT", nil},
			{"58", "Nièvre", "de la ", "Nevers", calendar.Metropole, "DDT", nil},
			{"70", "Haute-Saône", "de la ", "Vesoul", calendar.Metropole, "DDT", nil},
			{"71", "Saône-et-Loire", "de ", "Mâcon", calendar.Metropole, "DDT", nil},
			{"89", "Yonne", "de l’", "Auxerre", calendar.Metropole, "DDT", nil},
			{"90", "Territoire de Belfort", "du ", "Belfort", calendar.Metropole, "DDT", nil},
		},
	},
	{
		Code: "53", Name: "Bretagne", Seat: "35", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"22", "Côtes-d’Armor", "des ", "Saint-Brieuc", calendar.Metropole, "DDTM", nil},
			{"29", "Finistère", "du ", "Quimper", calendar.Metropole, "DDTM", nil},
			{"35", "Ille-et-Vilaine", "d’", "Rennes", calendar.Metropole, "DDTM", nil},
			{"56", "Morbihan", "du ", "Vannes", calendar.Metropole, "DDTM", nil},
		},
	},
	{
		Code: "24", Name: "Centre-Val de Loire", Names: []string{"CVL", "Centre"}, Seat: "45", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"18", "Cher", "du ", "Bourges", calendar.Metropole, "DDT", nil},
			{"28", "Eure-et-Loir", "d’", "Chartres", calendar.Metropole, "DDT", nil},
			{"36", "Indre", "de l’", "Châteauroux", calendar.Metropole, "DDT", nil},
			{"37", "Indre-et-Loire", "d’", "Tours", calendar.Metropole, "DDT", nil},
			{"41", "Loir-et-Cher", "de ", "Blois", calendar.Metropole, "DDT", nil},
			{"45", "Loiret", "du ", "Orléans", calendar.Metropole, "DDT", nil},
		},
	},
	{
		Code: "94", Name: "Corse", Seat: "2A", secretariat: sgac, directions: mainlandDirections,
		Departments: []Department{
			{"2A", "Corse-du-Sud", "de la ", "Ajaccio", calendar.Metropole, "", nil},
			{"2B", "Haute-Corse", "de la ", "Bastia", calendar.Metropole, "", nil},
		},
	},
	{
		Code: "44", Name: "Grand Est", Seat: "67", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"08", "Ardennes", "des ", "Charleville-Mézières", calendar.Metropole, "DDT", nil},
			{"10", "Aube", "de l’", "Troyes", calendar.Metropole, "DDT", nil},
			{"51", "Marne", "de la ", "Châlons-en-Champagne", calendar.Metropole, "DDT", nil},
			{"52", "Haute-Marne", "de la ", "Chaumont", calendar.Metropole, "DDT", nil},
			{"54", "Meurthe-et-Moselle", "de ", "Nancy", calendar.Metropole, "DDT", nil},
			{"55", "Meuse", "de la ", "Bar-le-Duc", calendar.Metropole, "DDT", nil},
			{"57", "Moselle", "de la ", "Metz", calendar.AlsaceMoselle, "DDT", nil},
			{"67", "Bas-Rhin", "du ", "Strasbourg", calendar.AlsaceMoselle, "DDT", nil},
			{"68", "Haut-Rhin", "du ", "Colmar", calendar.AlsaceMoselle, "DDT", nil},
			{"88", "Vosges", "des ", "Épinal", calendar.Metropole, "DDT", nil},
		},
	},
	{
		Code: "01", Name: "Guadeloupe", Seat: "971", secretariat: sgar, directions: overseasDirections,
		Departments: []Department{
			{"971", "Guadeloupe", "de la ", "Basse-Terre", calendar.Guadeloupe, "", nil},
		},
	},
	{
		Code: "03", Name: "Guyane", Seat: "973", secretariat: dgcat, directions: guyaneDirections,
		Departments: []Department{
			{"973", "Guyane", "de la ", "Cayenne", calendar.Guyane, "", nil},
		},
	},
	{
		Code: "32", Name: "Hauts-de-France", Names: []string{"HDF"}, Seat: "59", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"02", "Aisne", "de l’", "Laon", calendar.Metropole, "DDT", []Arrondissement{
				{"021", "Château-Thierry"},
				{"022", "Laon"},
				{"023", "Saint-Quentin"},
				{"024", "Soissons"},
				{"025", "Vervins"},
			}},
			{"59", "Nord", "du ", "Lille", calendar.Metropole, "DDTM", []Arrondissement{
				{"591", "Avesnes-sur-Helpe"},
				{"592", "Cambrai"},
				{"593", "Douai"},
				{"594", "Dunkerque"},
				{"595", "Lille"},
				{"596", "Valenciennes"},
			}},
			{"60", "Oise", "de l’", "Beauvais", calendar.Metropole, "DDT", []Arrondissement{
				{"601", "Beauvais"},
				{"602", "Clermont"},
				{"603", "Compiègne"},
				{"604", "Senlis"},
			}},
			{"62", "Pas-de-Calais", "du ", "Arras", calendar.Metropole, "DDTM", []Arrondissement{
				{"621", "Arras"},
				{"622", "Béthune"},
				{"623", "Boulogne-sur-Mer"},
				{"624", "Montreuil"},
				{"625", "Saint-Omer"},
				{"626", "Calais"},
				{"627", "Lens"},
			}},
			{"80", "Somme", "de la ", "Amiens", calendar.Metropole, "DDTM", []Arrondissement{
				{"801", "Abbeville"},
				{"802", "Amiens"},
				{"803", "Montdidier"},
				{"804", "Péronne"},
			}},
		},
	},
	{
		Code: "11", Name: "Île-de-France", Names: []string{"IDF"}, Seat: "75", secretariat: politiquesPubliques, directions: parisDirections,
		Departments: []Department{
			{"75", "Paris", "de ", "Paris", calendar.Metropole, "", nil},
			{"77", "Seine-et-Marne", "de ", "Melun", calendar.Metropole, "DDT", nil},
			{"78", "Yvelines", "des ", "Versailles", calendar.Metropole, "DDT", nil},
			{"91", "Essonne", "de l’", "Évry-Courcouronnes", calendar.Metropole, "DDT", nil},
			{"92", "Hauts-de-Seine", "des ", "Nanterre", calendar.Metropole, "", nil},
			{"93", "Seine-Saint-Denis", "de la ", "Bobigny", calendar.Metropole, "", nil},
			{"94", "Val-de-Marne", "du ", "Créteil", calendar.Metropole, "", nil},
			{"95", "Val-d’Oise", "du ", "Cergy", calendar.Metropole, "DDT", nil},
		},
	},
	{
		Code: "04", Name: "La Réunion", Seat: "974", secretariat: sgar, directions: overseasDirections,
		Departments: []Department{
			{"974", "La Réunion", "de ", "Saint-Denis", calendar.LaReunion, "", nil},
		},
	},
	{
		Code: "02", Name: "Martinique", Seat: "972", secretariat: sgar, directions: overseasDirections,
		Departments: []Department{
			{"972", "Martinique", "de la ", "Fort-de-France", calendar.Martinique, "", nil},
		},
	},
	{
		Code: "06", Name: "Mayotte", Seat: "976", secretariat: sgar, directions: mayotteDirections,
		Departments: []Department{
			{"976", "Mayotte", "de ", "Mamoudzou", calendar.Mayotte, "", nil},
		},
	},
	{
		Code: "28", Name: "Normandie", Seat: "76", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"14", "Calvados", "du ", "Caen", calendar.Metropole, "DDTM", nil},
			{"27", "Eure", "de l’", "Évreux", calendar.Metropole, "DDTM", nil},
			{"50", "Manche", "de la ", "Saint-Lô", calendar.Metropole, "DDTM", nil},
			{"61", "Orne", "de l’", "Alençon", calendar.Metropole, "DDT", nil},
			{"76", "Seine-Maritime", "de la ", "Rouen", calendar.Metropole, "DDTM", nil},
		},
	},
	{
		Code: "75", Name: "Nouvelle-Aquitaine", Names: []string{"NA"}, Seat: "33", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"16", "Charente", "de la ", "Angoulême", calendar.Metropole, "DDT", nil},
			{"17", "Charente-Maritime", "de la ", "La Rochelle", calendar.Metropole, "DDTM", nil},
			{"19", "Corrèze", "de la ", "Tulle", calendar.Metropole, "DDT", nil},
			{"23", "Creuse", "de la ", "Guéret", calendar.Metropole, "DDT", nil},
			{"24", "Dordogne", "de la ", "Périgueux", calendar.Metropole, "DDT", nil},
			{"33", "Gironde", "de la ", "Bordeaux", calendar.Metropole, "DDTM", nil},
			{"40", "Landes", "des ", "Mont-de-Marsan", calendar.Metropole, "DDTM", nil},
			{"47", "Lot-et-Garonne", "de ", "Agen", calendar.Metropole, "DDT", nil},
			{"64", "Pyrénées-Atlantiques", "des ", "Pau", calendar.Metropole, "DDTM", nil},
			{"79", "Deux-Sèvres", "des ", "Niort", calendar.Metropole, "DDT", nil},
			{"86", "Vienne", "de la ", "Poitiers", calendar.Metropole, "DDT", nil},
			{"87", "Haute-Vienne", "de la ", "Limoges", calendar.Metropole, "DDT", nil},
		},
	},
	{
		Code: "76", Name: "Occitanie", Seat: "31", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"09", "Ariège", "de l’", "Foix", calendar.Metropole, "DDT", nil},
			{"11", "Aude", "de l’", "Carcassonne", calendar.Metropole, "DDTM", nil},
			{"12", "Aveyron", "de l’", "Rodez", calendar.Metropole, "DDT", nil},
			{"30", "Gard", "du ", "Nîmes", calendar.Metropole, "DDTM", nil},
			{"31", "Haute-Garonne", "de la ", "Toulouse", calendar.Metropole, "DDT", nil},
			{"32", "Gers", "du ", "Auch", calendar.Metropole, "DDT", nil},
			{"34", "Hérault", "de l’", "Montpellier", calendar.Metropole, "DDTM", nil},
			{"46", "Lot", "du ", "Cahors", calendar.Metropole, "DDT", nil},
			{"48", "Lozère", "de la ", "Mende", calendar.Metropole, "DDT", nil},
			{"65", "Hautes-Pyrénées", "des ", "Tarbes", calendar.Metropole, "DDT", nil},
			{"66", "Pyrénées-Orientales", "des ", "Perpignan", calendar.Metropole, "DDTM", nil},
			{"81", "Tarn", "du ", "Albi", calendar.Metropole, "DDT", nil},
			{"82", "Tarn-et-Garonne", "de ", "Montauban", calendar.Metropole, "DDT", nil},
		},
	},
	{
		Code: "52", Name: "Pays de la Loire", Names: []string{"PDL"}, Seat: "44", secretariat: sgar, directions: mainlandDirections,
		Departments: []Department{
			{"44", "Loire-Atlantique", "de la ", "Nantes", calendar.Metropole, "DDTM", nil},
			{"49", "Maine-et-Loire", "de ", "Angers", calendar.Metropole, "DDT", nil},
			{"53", "Mayenne", "de la ", "Laval", calendar.Metropole, "DDT", nil},
			{"72", "Sarthe", "de la ", "Le Mans", calendar.Metropole, "DDT", nil},
			{"85", "Vendée", "de la ", "La Roche-sur-Yon", calendar.Metropole, "DDTM", nil},
		},
	},
	{
		Code: "93", Name: "Provence-Alpes-Côte d’Azur", Names: []string{"PACA"}, Seat: "13", secretariat: sgar, directions: provenceDirections,
		Departments: []Department{
			{"04", "Alpes-de-Haute-Provence", "des ", "Digne-les-Bains", calendar.Metropole, "DDT", nil},
			{"05", "Hautes-Alpes", "des ", "Gap", calendar.Metropole, "DDT", nil},
			{"06", "Alpes-Maritimes", "des ", "Nice", calendar.Metropole, "DDTM", nil},
			{"13", "Bouches-du-Rhône", "des ", "Marseille", calendar.Metropole, "DDTM", nil},
			{"83", "Var", "du ", "Toulon", calendar.Metropole, "DDTM", nil},
			{"84", "Vaucluse", "de ", "Avignon", calendar.Metropole, "DDT", nil},
		},
	},
}
