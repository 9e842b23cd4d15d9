/* sim/se050/rules.c: what differs from applet version to applet version, as data. */
#include "rules.h"

const struct se050_rule_row se050_rules[RULES] = {
	[RULE_USER_ID_FROM_4] = { "UserIDs from 4 bytes", 0x030400, "AN12413 3.2.1.9, revision 2.5" },
	[RULE_AUTHENTICATION_ONLY] = { "authentication objects only authenticate", 0x030400,
		"AN12413 3.7.4" },
	[RULE_ECKEY_COUNTER] = { "a counter in the ECKey master key", 0x030600, "AN12413 3.6.3.3" },
	[RULE_SCP_COUNTS_ALL] = { "SCP03 counts every command", 0x040300, "hosts, both sides of it" },
	[RULE_NO_ECDAA] = { "no ECDAA signatures", 0x070200, "SE050E guidelines 1.2" },
	[RULE_CURVE_TYPES] = { "object types by curve", 0x070200, "hosts" },
	[RULE_ATTRIBUTES_43] = { "attributes under tag 43", 0x070200, "hosts" },
	[RULE_READ_IS_COMMON] = { "ALLOW_READ for every class", 0x070200, "hosts; bench notes" },
	[RULE_ATTEST_TLVS] = { "attestation over TLVs", 0x070200, "hosts" },
	[RULE_MONTGOMERY_CREATED] = { "Montgomery curves are created", 0x070200, "seen on SE050E" },
	[RULE_ANY_KEY_VERSION] = { "any key version answers", 0x070200,
		"bench notes: 6A88 on 3.1.1, 9000 on 7.2.0" },
	[RULE_LONG_COMMANDS] = { "commands to 1024 bytes", 0x070200, "AN12413 table 16; hosts" },
	[RULE_EXTENDED_FEATURES] = { "extended features", 0x070200, "hosts" },
	[RULE_SALT_LENGTH] = { "the length of a salt in RSASign", 0x070200, "hosts" },
	[RULE_OWN_IV] = { "initial vectors of its own", 0x070200, "hosts" },
	[RULE_WIDE_MEMORY] = { "free memory in four bytes", 0x071000, "hosts of the SE052" },
	[RULE_EXPORTS_P521] = { "P-521 keys are exported", 0x070200, "seen refused on 3.1.1" },
	[RULE_KDF_SHA224] = { "SHA-224 in key derivations", 0x070200, "AN12413 tables 204, 243; hosts" },
};

bool se050_rule(const struct se050 *chip, enum se050_rule rule)
{
	return se050_version(chip) >= se050_rules[rule].since;
}

size_t se050_payload_of(uint32_t version)
{
	enum { PAYLOAD = 889, LONG_PAYLOAD = 1024 };

	return version >= se050_rules[RULE_LONG_COMMANDS].since ? LONG_PAYLOAD : PAYLOAD;
}

size_t se050_payload_max(const struct se050 *chip)
{
	return se050_payload_of(se050_version(chip));
}
