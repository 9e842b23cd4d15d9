/* tests/conformance/talk_features.h: which bits of AppletConfig a command wants (AN12413 table 5). */
#ifndef SESIM_CONFORM_TALK_FEATURES_H
#define SESIM_CONFORM_TALK_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

#include "talk_text.h"

enum {
	CONFIG_ECDAA = 0x0001,
	CONFIG_ECDSA_ECDH_ECDHE = 0x0002,
	CONFIG_EDDSA = 0x0004,
	CONFIG_DH_MONT = 0x0008,
	CONFIG_HMAC = 0x0010,
	CONFIG_RSA_PLAIN = 0x0020,
	CONFIG_RSA_CRT = 0x0040,
	CONFIG_AES = 0x0080,
	CONFIG_DES = 0x0100,
	CONFIG_PBKDF = 0x0200,
	CONFIG_TLS = 0x0400,
	CONFIG_MIFARE = 0x0800,
	CONFIG_FIPS_MODE_DISABLED = 0x1000,
	CONFIG_I2CM = 0x2000,
};

/* Of the command itself: not what the objects it names have needed. */
uint16_t talk_features(const struct text_command *command);

/* What a part of FIPS mode refuses: short keys, curves of its own, HKDF and ECDH by themselves (docs/reference/se050-evidence.md 3.11). */
bool talk_not_with_fips(const struct text_command *command);

#endif
