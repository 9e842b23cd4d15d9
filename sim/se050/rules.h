/* sim/se050/rules.h: what differs from applet version to applet version, as data. */
#ifndef SESIM_SE050_RULES_H
#define SESIM_SE050_RULES_H

#include "se050.h"

/* Each is true from one version on. Code asks for the rule, never for a version or a generation. */
enum se050_rule {
	RULE_USER_ID_FROM_4,      /* UserIDs have 4 to 16 bytes, not 1 to 16 */
	RULE_AUTHENTICATION_ONLY, /* authentication objects open sessions and do nothing else */
	RULE_ECKEY_COUNTER,       /* the ECKey master key has a counter in its derivation */
	RULE_SCP_COUNTS_ALL,      /* platform SCP03 counts commands without data too */
	RULE_NO_ECDAA,            /* F4 is no signature algorithm any more */
	RULE_CURVE_TYPES,         /* object types of EC keys tell the curve */
	RULE_ATTRIBUTES_43,       /* attributes travel under tag 43, with a version behind them */
	RULE_READ_IS_COMMON,      /* any class may have ALLOW_READ; it opens the attributes */
	RULE_ATTEST_TLVS,         /* attestation signs TLVs and the command's hash */
	RULE_MONTGOMERY_CREATED,  /* curves 41 and 43 want CreateECCurve first */
	RULE_ANY_KEY_VERSION,     /* INITIALIZE UPDATE answers 9000 to a key version it has not */
	RULE_LONG_COMMANDS,       /* an APDU buffer of 1024 bytes, not 894 */
	RULE_EXTENDED_FEATURES,   /* thirty bytes of features more */
	RULE_SALT_LENGTH,         /* RSASign takes a length for the salt of PSS */
	RULE_OWN_IV,              /* initial vectors of ciphers that the part makes itself */
	RULE_WIDE_MEMORY,         /* GetFreeMemory answers four bytes */
	RULE_EXPORTS_P521,        /* transient P-521 keys can be exported */
	RULE_KDF_SHA224,          /* key derivations take SHA-224 */
	RULES,
};

struct se050_rule_row {
	const char *name;
	uint32_t since; /* 0xMMmmpp */
	const char *spec;
};

extern const struct se050_rule_row se050_rules[RULES];

bool se050_rule(const struct se050 *chip, enum se050_rule rule);

/* How much data a command may carry (AN12413 table 16; more on 7.2, by hosts). */
size_t se050_payload_max(const struct se050 *chip);
size_t se050_payload_of(uint32_t version);

#endif
