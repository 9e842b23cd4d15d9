/*
 * sim/core/defect_plants.h: the declared list of wrong formulas and states. Included by defect.h and defect.c, which say what
 * PLANT is. A row: symbol, kind of chip, what the part does wrong. Where it is looked at: defect_planted() in the handler.
 */
/* clang-format off */
PLANT(PLANT_ATCA_CRC_UNCHECKED, "atecc608", "a packet with a wrong CRC is run")
/* clang-format on */
