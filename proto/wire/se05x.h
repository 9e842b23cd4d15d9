/* proto/wire/se05x.h: the numbers of the SE05x's card and IoT applet (AN12413; docs/reference/se050-evidence.md). */
#ifndef SESIM_WIRE_SE05X_H
#define SESIM_WIRE_SE05X_H

/* Status words (AN12413 table 15; GlobalPlatform Card Specification 2.3.1 table 11-10). */
enum se05x_status {
	SW_OK = 0x9000,
	SW_CRYPTOGRAM_WRONG = 0x6300,
	SW_WRONG_LENGTH = 0x6700,
	SW_NO_CHANNEL = 0x6881,
	SW_SECURITY_STATUS = 0x6982,
	SW_DATA_INVALID = 0x6984,
	SW_CONDITIONS = 0x6985,
	SW_NOT_ALLOWED = 0x6986,
	SW_WRONG_DATA = 0x6a80,
	SW_NOT_FOUND = 0x6a82,
	SW_NO_MEMORY = 0x6a84,
	SW_WRONG_P1_P2 = 0x6a86,
	SW_NO_REFERENCE = 0x6a88,
	SW_NO_INSTRUCTION = 0x6d00,
	SW_NO_CLASS = 0x6e00,
	SW_ALGORITHM_UNKNOWN = 0x9484,
	SW_KCV_WRONG = 0x9485,
};

/* Instructions of the card, and of GlobalPlatform. */
enum se05x_card_instruction {
	CARD_MANAGE_CHANNEL = 0x70,
	CARD_SELECT = 0xa4,
	CARD_GET_DATA = 0xca,
	GP_INITIALIZE_UPDATE = 0x50,
	GP_EXTERNAL_AUTHENTICATE = 0x82,
	GP_INTERNAL_AUTHENTICATE = 0x88,
	GP_PUT_KEY = 0xd8,
};

enum se05x_class {
	CLA_ISO = 0x00,
	CLA_PROPRIETARY = 0x80,
	CLA_SECURE = 0x04, /* bit: secure messaging */
};

#endif
