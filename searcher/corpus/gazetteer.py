"""The towns from which news is written, and the countries that may stand after them: to tell a place from a label.

`MARSEILLE - Un homme …` says where, `VIDÉO - Un homme …` does not, and nothing in their shape tells them apart: of 174
in 18,496 articles that begin so, two have a town. Capitals, prefectures and towns of agencies, as the French-speaking
press writes them, and as the English-speaking one does where that differs.
"""

from __future__ import annotations

from functools import cache

from searcher.corpus.folding import fold

_TOWNS = """
Aix-en-Provence; Ajaccio; Albertville; Albi; Alençon; Alès; Amiens; Angers; Angoulême; Annecy; Antibes; Arles; Arras;
Auch; Aurillac; Auxerre; Avignon; Bar-le-Duc; Basse-Terre; Bastia; Bayonne; Beauvais; Belfort; Besançon; Béthune;
Béziers; Biarritz; Blois; Bobigny; Bordeaux; Boulogne-sur-Mer; Bourg-en-Bresse; Bourges; Brest; Briançon; Brive; Caen;
Cahors; Calais; Cannes; Carcassonne; Carpentras; Cayenne; Cergy; Châlons-en-Champagne; Chalon-sur-Saône; Chambéry;
Chamonix; Charleville-Mézières; Chartres; Châteauroux; Chaumont; Cherbourg; Clermont-Ferrand; Colmar; Compiègne;
Créteil; Deauville; Dieppe; Digne; Dijon; Douai; Draguignan; Dunkerque; Épinal; Évreux; Évry; Foix; Fort-de-France;
Gap; Grenoble; Guéret; Kourou; La Rochelle; La Roche-sur-Yon; Laon; Laval; Le Havre; Le Mans; Le Puy-en-Velay; Lens;
Lille; Limoges; Lons-le-Saunier; Lorient; Lourdes; Lyon; Mâcon; Mamoudzou; Marseille; Meaux; Melun; Mende; Metz;
Millau; Montauban; Mont-de-Marsan; Montbéliard; Montpellier; Moulins; Mulhouse; Nancy; Nanterre; Nantes; Narbonne;
Nevers; Nice; Nîmes; Niort; Nouméa; Orléans; Papeete; Paris; Pau; Périgueux; Perpignan; Pointe-à-Pitre; Poitiers;
Pontoise; Privas; Quimper; Reims; Rennes; Roanne; Rodez; Roubaix; Rouen; Saint-Brieuc; Saint-Denis; Saint-Denis de la
Réunion; Saint-Étienne; Saint-Lô; Saint-Malo; Saint-Nazaire; Saint-Pierre; Saint-Quentin; Saint-Tropez; Strasbourg;
Tarbes; Thionville; Toulon; Toulouse; Tourcoing; Tours; Troyes; Tulle; Valence; Valenciennes; Vannes; Versailles;
Vesoul; Vichy; Villeurbanne; Anvers; Arlon; Bastogne; Bruges; Bruxelles; Charleroi; Eupen; Gand; Hasselt; La Louvière;
Liège; Louvain; Louvain-la-Neuve; Malines; Mons; Namur; Ostende; Tournai; Verviers; Wavre; Luxembourg;
Esch-sur-Alzette; Bâle; Bellinzone; Berne; Bienne; Coire; Davos; Delémont; Fribourg; Genève; La Chaux-de-Fonds;
Lausanne; Locarno; Lucerne; Lugano; Martigny; Montreux; Neuchâtel; Nyon; Saint-Gall; Schaffhouse; Sierre; Sion;
Soleure; Vevey; Winterthour; Yverdon-les-Bains; Zoug; Zurich; Calgary; Charlottetown; Chicoutimi; Edmonton;
Fredericton; Gatineau; Halifax; Iqaluit; Laval; Lévis; Longueuil; Moncton; Montréal; Ottawa; Québec; Regina; Rimouski;
Rouyn-Noranda; Saguenay; Saskatoon; Sept-Îles; Sherbrooke; St. John's; Sudbury; Toronto; Trois-Rivières; Val-d'Or;
Vancouver; Victoria; Whitehorse; Winnipeg; Yellowknife; Alger; Annaba; Béchar; Béjaïa; Blida; Constantine; Ghardaïa;
Mostaganem; Oran; Sétif; Tamanrasset; Tindouf; Tizi Ouzou; Tlemcen; Agadir; Casablanca; Dakhla; El Jadida; Essaouira;
Fès; Kénitra; Laâyoune; Marrakech; Meknès; Oujda; Rabat; Tanger; Tétouan; Bizerte; Djerba; Gabès; Gafsa; Kairouan;
Monastir; Sfax; Sousse; Tataouine; Tozeur; Tunis; Benghazi; Tripoli; Le Caire; Alexandrie; Abidjan; Abuja; Accra;
Addis Abeba; Agadez; Antananarivo; Asmara; Bamako; Bangui; Banjul; Beni; Bissau; Bobo-Dioulasso; Bouaké; Brazzaville;
Bujumbura; Bukavu; Bunia; Conakry; Cotonou; Dakar; Dar es Salaam; Diffa; Djibouti; Dodoma; Douala; Freetown; Gaborone;
Gao; Garoua; Gitega; Goma; Harare; Johannesburg; Juba; Kampala; Kananga; Kaolack; Khartoum; Kidal; Kigali; Kinshasa;
Kisangani; Korhogo; Lagos; Le Cap; Libreville; Lilongwe; Lomé; Luanda; Lubumbashi; Lusaka; Malabo; Maputo; Maradi;
Maroua; Maseru; Matadi; Mbabane; Mbandaka; Mbuji-Mayi; Mogadiscio; Monrovia; Mopti; Moroni; Nairobi; N'Djamena;
Niamey; Nouadhibou; Nouakchott; Ouagadougou; Parakou; Pointe-Noire; Port-Gentil; Port-Louis; Porto-Novo; Praia;
Pretoria; San Pedro; São Tomé; Ségou; Sikasso; Saint-Louis; Tombouctou; Thiès; Toamasina; Victoria; Windhoek;
Yamoussoukro; Yaoundé; Ziguinchor; Zinder; Abou Dhabi; Alep; Amman; Ankara; Antalya; Bagdad; Bassora; Beyrouth; Damas;
Doha; Dubaï; Erbil; Gaza; Haïfa; Hébron; Homs; Istanbul; Izmir; Jéricho; Jérusalem; Koweït; Manama; Mascate; Mossoul;
Nazareth; Nicosie; Ramallah; Riyad; Sanaa; Téhéran; Tel-Aviv; Tel Aviv; Aden; Djeddah; La Mecque; Almaty; Astana;
Bakou; Bangkok; Beijing; Bichkek; Bombay; Busan; Calcutta; Canton; Chengdu; Chongqing; Colombo; Dacca; Dili;
Douchanbé; Erevan; Guangzhou; Hanoï; Hangzhou; Harbin; Hong Kong; Hong-Kong; Hô-Chi-Minh-Ville; Hiroshima; Islamabad;
Jakarta; Kaboul; Kandahar; Karachi; Katmandou; Kuala Lumpur; Kyoto; Lahore; Lhassa; Macao; Malé; Manille; Nankin; Nay
Pyi Taw; New Delhi; Osaka; Oulan-Bator; Pékin; Phnom Penh; Phnom-Penh; Pyongyang; Rangoun; Séoul; Shanghai; Shenzhen;
Singapour; Srinagar; Taipei; Tachkent; Tbilissi; Tianjin; Tokyo; Ulaanbaatar; Urumqi; Vientiane; Wuhan; Xi'an;
Achgabat; Canberra; Sydney; Melbourne; Brisbane; Perth; Wellington; Auckland; Christchurch; Port-Vila; Suva; Apia;
Honiara; Port Moresby; Amsterdam; Athènes; Barcelone; Belfast; Belgrade; Bergame; Berlin; Bilbao; Birmingham; Bologne;
Bonn; Bratislava; Brême; Bucarest; Budapest; Cardiff; Chisinau; Cologne; Copenhague; Cracovie; Dnipro; Donetsk;
Dortmund; Dresde; Dublin; Düsseldorf; Édimbourg; Florence; Francfort; Gdansk; Gênes; Glasgow; Göteborg; Grenade;
Hambourg; Hanovre; Helsinki; Kazan; Kharkiv; Kherson; Kiev; Kyiv; La Haye; La Valette; Leipzig; Lesbos; Lisbonne;
Liverpool; Ljubljana; Londres; Lviv; Madrid; Manchester; Marioupol; Milan; Minsk; Monaco; Moscou; Munich; Naples;
Nuremberg; Odessa; Oslo; Oviedo; Palerme; Palma; Podgorica; Porto; Prague; Pristina; Reykjavik; Riga; Rome; Rotterdam;
Saint-Marin; Saint-Pétersbourg; Salonique; Salzbourg; Sarajevo; Séville; Simferopol; Skopje; Sofia; Sotchi; Stockholm;
Stuttgart; Tallinn; Thessalonique; Tirana; Tiraspol; Turin; Vaduz; Valence; Varsovie; Cité du Vatican; Venise; Vérone;
Vienne; Vilnius; Vladivostok; Zagreb; Zaporijjia; Andorre-la-Vieille; Gibraltar; Anchorage; Atlanta; Austin;
Baltimore; Boston; Chicago; Cleveland; Dallas; Denver; Detroit; Honolulu; Houston; Las Vegas; Los Angeles; Memphis;
Miami; Minneapolis; New York; Nouvelle-Orléans; La Nouvelle-Orléans; Orlando; Philadelphie; Phoenix; Pittsburgh;
Portland; Sacramento; Salt Lake City; San Diego; San Francisco; Seattle; Tampa; Washington; Guantanamo; Asunción;
Asuncion; Belém; Bogota; Brasilia; Bridgetown; Buenos Aires; Cali; Caracas; Ciudad Juarez; Georgetown; Guatemala;
Guayaquil; Kingston; La Havane; La Paz; Lima; Managua; Medellin; Mexico; Montevideo; Nassau; Panama; Paramaribo;
Port-au-Prince; Port-d'Espagne; Cap-Haïtien; Quito; Rio de Janeiro; Rosario; San José; San Juan; San Salvador;
Santiago; Santiago du Chili; Saint-Domingue; São Paulo; Sao Paulo; Sucre; Tegucigalpa; Tijuana; Valparaiso; Porto
Alegre; Cancun
"""
_COUNTRIES = """
Afghanistan; Afrique du Sud; Algérie; Allemagne; Angleterre; Angola; Arabie saoudite; Argentine; Arménie; Australie;
Autriche; Azerbaïdjan; Bangladesh; Belgique; Bénin; Bolivie; Brésil; Bulgarie; Burkina Faso; Burundi; Cambodge;
Cameroun; Canada; Centrafrique; Chili; Chine; Chypre; Colombie; Congo; Corée du Sud; Côte d'Ivoire; Croatie; Cuba;
Danemark; Djibouti; Écosse; Égypte; Émirats arabes unis; Équateur; Espagne; Estonie; États-Unis; Éthiopie; Finlande;
France; Gabon; Géorgie; Ghana; Grèce; Guinée; Guyane; Haïti; Hongrie; Inde; Indonésie; Irak; Iran; Irlande; Islande;
Israël; Italie; Japon; Jordanie; Kazakhstan; Kenya; Kosovo; Lettonie; Liban; Libye; Lituanie; Luxembourg; Madagascar;
Malaisie; Mali; Maroc; Martinique; Mauritanie; Mexique; Moldavie; Mozambique; Niger; Nigeria; Norvège; Ontario;
Ouganda; Ouzbékistan; Pakistan; Palestine; Pays-Bas; Pérou; Philippines; Pologne; Portugal; Québec; RCA; RD Congo;
RDC; République démocratique du Congo; République tchèque; Roumanie; Royaume-Uni; Russie; Rwanda; Sénégal; Serbie;
Singapour; Slovaquie; Slovénie; Somalie; Soudan; Sri Lanka; Suède; Suisse; Syrie; Tchad; Tchéquie; Thaïlande; Togo;
Tunisie; Turquie; UK; Ukraine; USA; Venezuela; Vietnam; Yémen; Zambie; Zimbabwe
"""


def is_town(name: str) -> bool:
    """Whether a name, in any case, with or without accents, is that of a town from which news is written.

    >>> is_town("NDJAMENA"), is_town("Saint Étienne"), is_town("VIDÉO"), is_town("Suisse")
    (True, True, False, False)
    """
    return _shape(name) in _known(_TOWNS)


def is_country(name: str) -> bool:
    """Whether a name may stand after a town, to say in which country it is."""
    return _shape(name) in _known(_COUNTRIES)


@cache  # made when first needed: few articles have only a place before a dash
def _known(names: str) -> frozenset[str]:
    return frozenset(map(_shape, names.split(";")))


def _shape(name: str) -> str:
    """The name without case, accents and the signs that newsrooms leave out."""
    return "".join(filter(str.isalpha, fold(name)))
