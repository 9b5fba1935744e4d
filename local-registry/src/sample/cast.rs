//! The participants of the sample. All names are invented. They are as irregular as real ones: with accents, curly
//! quotes, capitals in domains, trailing spaces.

pub(super) struct CastSupplier {
    pub(super) name: &'static str,
    pub(super) domain: &'static str,
    pub(super) does: &'static str,
    pub(super) place: Option<CastPlace>,
    pub(super) account: bool,
}

pub(super) struct CastPlace {
    pub(super) code: &'static str,
    pub(super) country: &'static str,
    pub(super) latitude: f64,
    pub(super) longitude: f64,
    pub(super) description: Option<&'static str>,
}

pub(super) struct CastProject {
    /// The index of its supplier.
    pub(super) supplier: usize,
    pub(super) name: &'static str,
    pub(super) pathway: &'static str,
    pub(super) process: &'static str,
    pub(super) status: &'static str,
    pub(super) place: CastPlace,
}

pub(super) struct CastBuyer {
    pub(super) name: &'static str,
    pub(super) domain: &'static str,
    pub(super) account: bool,
}

const fn place(
    code: &'static str,
    country: &'static str,
    latitude: f64,
    longitude: f64,
    description: &'static str,
) -> CastPlace {
    CastPlace { code, country, latitude, longitude, description: Some(description) }
}

const fn country(
    code: &'static str,
    country: &'static str,
    latitude: f64,
    longitude: f64,
) -> CastPlace {
    CastPlace { code, country, latitude, longitude, description: None }
}

const fn supplier(
    name: &'static str,
    domain: &'static str,
    does: &'static str,
    place: CastPlace,
) -> CastSupplier {
    CastSupplier { name, domain, does, place: Some(place), account: false }
}

/// A supplier without a location.
const fn unplaced(name: &'static str, domain: &'static str, does: &'static str) -> CastSupplier {
    CastSupplier { name, domain, does, place: None, account: false }
}

const fn buyer(name: &'static str, domain: &'static str, account: bool) -> CastBuyer {
    CastBuyer { name, domain, account }
}

const fn project(
    supplier: usize,
    name: &'static str,
    (pathway, process): (&'static str, &'static str),
    status: &'static str,
    place: CastPlace,
) -> CastProject {
    CastProject { supplier, name, pathway, process, status, place }
}

pub(super) const BUYERS: [CastBuyer; 5] = [
    buyer("Sample Airways", "airways.example", true),
    buyer("Sample Bank", "bank.example", true),
    buyer("Sample Software", "software.example", true),
    buyer("Sample Grocers’ Union ", "grocers.example", false),
    buyer("Sample City Council", "Council.example", false),
];

pub(super) const SUPPLIERS: [CastSupplier; 12] = [
    CastSupplier {
        account: true,
        ..supplier(
            "Sample Bio Oil",
            "biooil.example",
            "Pumps oil made of corn stalks into old wells.",
            place("USA", "United States", 37.69, -97.33, "Plains near Wichita"),
        )
    },
    CastSupplier {
        account: true,
        ..supplier(
            "Sample Basalt",
            "basalt.example",
            "Spreads ground basalt on fields.",
            place("GBR", "United Kingdom", 55.95, -3.19, "Lothian farmland"),
        )
    },
    supplier(
        "Sample Air Capture",
        "aircapture.example",
        "Takes carbon dioxide from the air and mineralises it underground.",
        place("ISL", "Iceland", 64.04, -21.4, "Lava fields east of Reykjavik"),
    ),
    supplier(
        "Sample Kelp",
        "kelp.example",
        "Sinks seaweed in the deep sea.",
        place("NOR", "Norway", 63.43, 10.4, "Trondheim fjord"),
    ),
    supplier(
        "Sample Forests",
        "forests.example",
        "Plants native forest on worn pasture.",
        place("BRA", "Brazil", -3.12, -60.02, "Central Amazon"),
    ),
    supplier(
        "Sample Biochar",
        "biochar.example",
        "Makes biochar of coffee husks.",
        place("KEN", "Kenya", -0.42, 36.95, "Highlands around Nyeri"),
    ),
    unplaced("Sample Olivine", "olivine.example", "Lays olivine sand on beaches."),
    supplier(
        "Sample Béton Carboné",
        "Beton.example",
        "Binds carbon dioxide in building blocks.",
        place("CAN", "Canada", 44.65, -63.58, "Halifax harbour"),
    ),
    supplier(
        "Sample Refrigerants",
        "refrigerants.example",
        "Collects old refrigerants and destroys them.",
        place("CHL", "Chile", -33.45, -70.67, "Santiago"),
    ),
    supplier(
        "Sample Rice Straw",
        "ricestraw.example",
        "Buries rice straw where it does not rot.",
        place("IND", "India", 26.85, 80.95, "Ganges plain"),
    ),
    supplier(
        "Sample Ocean Alkalinity",
        "alkalinity.example",
        "Adds alkalinity to sea water.",
        place("AUS", "Australia", -42.88, 147.33, "Derwent estuary"),
    ),
    unplaced(
        "Sample Sun Capture",
        "SunCapture.example",
        "Captures carbon dioxide with the heat of the sun.",
    ),
];

const BIO_OIL: (&str, &str) = ("biomass_carbon_removal_and_storage", "bio_oil_geological_storage");
const BIOCHAR: (&str, &str) = ("biomass_carbon_removal_and_storage", "biochar_in_soil");
const BURIAL: (&str, &str) = ("biomass_carbon_removal_and_storage", "biomass_burial");
const CAPTURE: (&str, &str) = ("direct_air_capture", "dac_geological_storage");
const WEATHERING: (&str, &str) = ("enhanced_weathering", "enhanced_weathering_in_soil");
const COASTAL: (&str, &str) = ("enhanced_weathering", "coastal_weathering");
const MINERAL: (&str, &str) = ("carbon_mineralization", "concrete_mineralization");
const FOREST: (&str, &str) = ("reforestation", "native_reforestation");
const SEAWEED: (&str, &str) = ("marine", "seaweed_sinking");
const ALKALINITY: (&str, &str) = ("marine", "ocean_alkalinity");
const GASES: (&str, &str) = ("superpollutants", "refrigerant_destruction");

pub(super) const PROJECTS: [CastProject; 26] = [
    project(
        0,
        "Sample Prairie Bio Oil",
        BIO_OIL,
        VALIDATED,
        country("USA", "United States", 38.06, -97.93),
    ),
    project(
        0,
        "Sample Delta Bio Oil",
        BIO_OIL,
        VALIDATED,
        country("USA", "United States", 33.45, -91.05),
    ),
    project(
        0,
        "Sample Salt Cavern Storage",
        BIO_OIL,
        "preview",
        country("USA", "United States", 30.22, -93.22),
    ),
    project(
        1,
        "Sample Lothian Basalt",
        WEATHERING,
        VALIDATED,
        country("GBR", "United Kingdom", 55.86, -2.97),
    ),
    project(
        1,
        "Sample Borders Basalt",
        WEATHERING,
        VALIDATED,
        country("GBR", "United Kingdom", 55.55, -2.79),
    ),
    project(
        1,
        "Sample Antrim Basalt",
        WEATHERING,
        "under_validation",
        country("GBR", "United Kingdom", 54.72, -6.21),
    ),
    project(
        2,
        "Sample Lava Field Capture",
        CAPTURE,
        VALIDATED,
        country("ISL", "Iceland", 64.03, -21.39),
    ),
    project(
        2,
        "Sample Geyser Capture",
        CAPTURE,
        VALIDATED,
        country("ISL", "Iceland", 65.64, -16.83),
    ),
    project(3, "Sample Fjord Kelp", SEAWEED, VALIDATED, country("NOR", "Norway", 63.6, 9.9)),
    project(
        3,
        "Sample Ålesund Kelp",
        SEAWEED,
        "validation_unsuccessful",
        country("NOR", "Norway", 58.3, 8.7),
    ),
    project(
        4,
        "Sample Amazon Edge Forest",
        FOREST,
        VALIDATED,
        country("BRA", "Brazil", -3.3, -60.6),
    ),
    project(4, "Sample Mata Atlântica", FOREST, VALIDATED, country("BRA", "Brazil", -22.4, -42.9)),
    project(5, "Sample Highland Biochar", BIOCHAR, VALIDATED, country("KEN", "Kenya", -0.5, 37.1)),
    project(
        5,
        "Sample Rift Valley Biochar",
        BIOCHAR,
        VALIDATED,
        country("KEN", "Kenya", -0.3, 36.07),
    ),
    project(
        6,
        "Sample Dune Olivine",
        COASTAL,
        VALIDATED,
        country("NLD", "Netherlands", 52.1, 4.25),
    ),
    project(6, "Sample Island Olivine", COASTAL, "draft", country("NLD", "Netherlands", 53.1, 4.8)),
    project(
        7,
        "Sample “Harbour” Blocks",
        MINERAL,
        VALIDATED,
        country("CAN", "Canada", 44.7, -63.6),
    ),
    project(
        7,
        "Sample Prairie Blocks",
        MINERAL,
        VALIDATED,
        country("CAN", "Canada", 50.45, -104.62),
    ),
    project(
        8,
        "Sample Andes Refrigerants",
        GASES,
        VALIDATED,
        country("CHL", "Chile", -33.4, -70.6),
    ),
    project(9, "Sample Ganges Straw ", BURIAL, VALIDATED, country("IND", "India", 26.4, 80.3)),
    project(9, "Sample Deccan Straw", BURIAL, "cancelled", country("IND", "India", 17.4, 78.5)),
    project(
        10,
        "Sample Derwent Alkalinity",
        ALKALINITY,
        VALIDATED,
        country("AUS", "Australia", -42.9, 147.4),
    ),
    project(
        10,
        "Sample Bass Strait Alkalinity",
        ALKALINITY,
        VALIDATED,
        country("AUS", "Australia", -40.9, 145.5),
    ),
    project(
        11,
        "Sample Muscat Sun Capture",
        CAPTURE,
        VALIDATED,
        country("OMN", "Oman", 23.5, 58.3),
    ),
    project(
        11,
        "Sample Peridotite Mineral",
        ("carbon_mineralization", "peridotite_injection"),
        VALIDATED,
        country("OMN", "Oman", 23.1, 57.9),
    ),
    project(5, "Sample Lake Biochar", BIOCHAR, VALIDATED, country("UGA", "Uganda", 0.35, 32.58)),
];

const VALIDATED: &str = "validated";
