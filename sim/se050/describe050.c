/* sim/se050/describe050.c: the command table, objects and policies in words. */
#include "describe050.h"

#include <string.h>

#include "curve.h"
#include "policy050.h"

const struct se050_term se050_needs_terms[] = {
	{ NEEDS_SESSION_TRANSPORT, "session_transport", "a session of 7FFF0200" },
	{ NEEDS_SESSION_FEATURE, "session_feature", "a session of 7FFF0204" },
	{ NEEDS_SESSION_FACTORY_RESET, "session_factory_reset", "a session of 7FFF0205" },
	{ NEEDS_SESSION_PLATFORM_SCP, "session_platform_scp", "a session of 7FFF0207" },
	{ NEEDS_SESSION_RESTRICT, "session_restrict", "a session of 7FFF020A" },
	{ NEEDS_SESSION, "session", "a session" },
	{ NEEDS_NO_SESSION, "no_session", "the default session" },
	{ NEEDS_HANDSHAKE, "handshake", "a session that is still to be opened" },
	{ WORKS_LOCKED, "works_locked", "nothing of the transport lock" },
	{ 0 },
};

const struct se050_term se050_consumes_terms[] = {
	{ CONSUMES_ATTEMPT, "attempt", "an attempt of the authentication object, given back by success" },
	{ CONSUMES_VELOCITY, "velocity", "one of the card's authentications, given back by success" },
	{ 0 },
};

const struct se050_term se050_feature_terms[] = {
	{ FEATURE_ECDAA, "ecdaa", "ECDAA" },
	{ FEATURE_ECDSA_ECDH, "ecdsa_ecdh", "ECDSA and ECDH" },
	{ FEATURE_EDDSA, "eddsa", "EdDSA" },
	{ FEATURE_DH_MONTGOMERY, "dh_montgomery", "Montgomery curves" },
	{ FEATURE_HMAC, "hmac", "HMAC" },
	{ FEATURE_RSA_PLAIN, "rsa_plain", "RSA without CRT" },
	{ FEATURE_RSA_CRT, "rsa_crt", "RSA with CRT" },
	{ FEATURE_AES, "aes", "AES" },
	{ FEATURE_DES, "des", "DES" },
	{ FEATURE_PBKDF, "pbkdf", "PBKDF2" },
	{ FEATURE_TLS, "tls", "TLS" },
	{ FEATURE_MIFARE, "mifare", "MIFARE DESFire" },
	{ FEATURE_FIPS_DISABLED, "fips_mode_disabled", "FIPS mode off" },
	{ FEATURE_I2CM, "i2cm", "I2C master" },
	{ 0 },
};

const struct se050_term se050_place_terms[] = {
	{ IN_DOMAINS, "domain", "a security domain" },
	{ IN_APPLET, "applet", "the applet" },
	{ IN_SESSION, "session", "PROCESS" },
	{ 0 },
};

const struct se050_term se050_right_terms[] = {
	{ RIGHT_TLS_KDF, "tls_kdf", "TLS_KDF" },
	{ RIGHT_TLS_PMS, "tls_pms", "TLS_PMS" },
	{ FORBID_ALL, "forbid_all", "FORBID_ALL" },
	{ RIGHT_SIGN, "sign", "SIGN" },
	{ RIGHT_VERIFY, "verify", "VERIFY" },
	{ RIGHT_KA, "ka", "KA" },
	{ RIGHT_ENC, "enc", "ENC" },
	{ RIGHT_DEC, "dec", "DEC" },
	{ RIGHT_KDF, "kdf", "KDF" },
	{ RIGHT_WRAP, "wrap", "WRAP" },
	{ RIGHT_READ, "read", "READ" },
	{ RIGHT_WRITE, "write", "WRITE" },
	{ RIGHT_GEN, "gen", "GEN" },
	{ RIGHT_DELETE, "delete", "DELETE" },
	{ REQUIRE_SM, "require_sm", "REQUIRE_SM" },
	{ REQUIRE_PCR, "require_pcr_value", "REQUIRE_PCR_VALUE" },
	{ RIGHT_ATTESTATION, "attestation", "ATTESTATION" },
	{ RIGHT_DESFIRE_AUTHENTICATION, "desfire_authentication", "DESFIRE_AUTHENTICATION" },
	{ RIGHT_DESFIRE_DUMP, "desfire_dump_session_keys", "DESFIRE_DUMP_SESSION_KEYS" },
	{ RIGHT_IMPORT_EXPORT, "import_export", "IMPORT_EXPORT" },
	{ FORBID_DERIVED_OUTPUT, "forbid_derived_output", "FORBID_DERIVED_OUTPUT" },
	{ RIGHT_KDF_EXTERNAL_RANDOM, "kdf_ext_random", "KDF_EXT_RANDOM" },
	{ RIGHT_DESFIRE_CHANGE_KEY, "desfire_changekey", "DESFIRE_CHANGEKEY" },
	{ RIGHT_DERIVED_INPUT, "derived_input", "DERIVED_INPUT" },
	{ RIGHT_PBKDF, "pbkdf", "PBKDF" },
	{ RIGHT_DESFIRE_KDF, "desfire_kdf", "DESFIRE_KDF" },
	{ FORBID_EXTERNAL_IV, "forbid_external_iv", "FORBID_EXTERNAL_IV" },
	{ RIGHT_PEPPER, "usage_as_hmac_pepper", "USAGE_AS_HMAC_PEPPER" },
	{ 0 },
};

static const char *const classes[] = {
	[CLASS_EC_PAIR] = "EC key pair",
	[CLASS_EC_PRIVATE] = "EC private key",
	[CLASS_EC_PUBLIC] = "EC public key",
	[CLASS_RSA_PAIR] = "RSA key pair",
	[CLASS_RSA_PAIR_CRT] = "RSA key pair (CRT)",
	[CLASS_RSA_PRIVATE] = "RSA private key",
	[CLASS_RSA_PRIVATE_CRT] = "RSA private key (CRT)",
	[CLASS_RSA_PUBLIC] = "RSA public key",
	[CLASS_AES] = "AES key",
	[CLASS_DES] = "DES key",
	[CLASS_BINARY] = "binary file",
	[CLASS_USER_ID] = "UserID",
	[CLASS_COUNTER] = "counter",
	[CLASS_PCR] = "PCR",
	[CLASS_HMAC] = "HMAC key",
};

const char *describe_class(enum se050_class class)
{
	return class < sizeof(classes) / sizeof(classes[0]) && classes[class] ? classes[class] : "unknown";
}

const char *describe_origin(enum se050_origin origin)
{
	switch (origin) {
	case ORIGIN_EXTERNAL:
		return "external";
	case ORIGIN_INTERNAL:
		return "internal";
	case ORIGIN_PROVISIONED:
		return "provisioned";
	}
	return "unknown";
}

void describe_object(char *text, size_t size, const struct se050_object *object)
{
	const char *class = describe_class(object->class);
	const struct se050_curve *curve;

	if (EC_KEYS >> object->class & 1) {
		curve = curve_find(object->detail);
		snprintf(text, size, "%s, %s", class, curve ? curve->name : "unknown curve");
	} else if (RSA_KEYS >> object->class & 1) {
		snprintf(text, size, "%s, %u bits%s", class, object->bits,
			object->flags & OBJECT_INCOMPLETE ? ", incomplete" : "");
	} else if (SYMMETRIC_KEYS >> object->class & 1) {
		snprintf(text, size, "%s, %u bits", class, object->value_len * 8);
	} else {
		snprintf(text, size, "%s, %u byte%s", class, object->value_len,
			object->value_len == 1 ? "" : "s");
	}
}

/* Adds to text what fits. */
static void add(char *text, size_t size, const char *before, const char *more)
{
	size_t len = strlen(text);

	snprintf(text + len, size - len, "%s%s", before, more);
}

void describe_rights(char *text, size_t size, uint32_t header)
{
	text[0] = '\0';
	for (const struct se050_term *term = se050_right_terms; term->bit != 0; term++)
		if (header & term->bit)
			add(text, size, text[0] ? " " : "", term->text);
	if (!text[0])
		add(text, size, "", "nothing");
}

/* Sets of classes that have a name of their own, the widest first. */
static const struct se050_term class_sets[] = {
	{ ALL_CLASSES, "object", "an object" },
	{ FILES, "file", "a file, counter or PCR" },
	{ EC_KEYS, "ec_key", "an EC key" },
	{ EC_PRIVATES, "ec_private", "an EC private key" },
	{ EC_PUBLICS, "ec_public", "an EC public key" },
	{ RSA_KEYS, "rsa_key", "an RSA key" },
	{ RSA_PRIVATES, "rsa_private", "an RSA private key" },
	{ RSA_PUBLICS, "rsa_public", "an RSA public key" },
	{ SYMMETRIC_KEYS, "symmetric_key", "a symmetric key" },
	{ AES_KEYS, "aes_key", "an AES key" },
	{ DES_KEYS, "des_key", "a DES key" },
	{ HMAC_KEYS, "hmac_key", "an HMAC key" },
	{ EC_PAIRS, "ec_pair", "an EC key pair" },
	{ BINARIES, "binary", "a binary file" },
	{ USER_IDS, "user_id", "a UserID" },
	{ COUNTERS, "counter", "a counter" },
	{ PCRS, "pcr", "a PCR" },
	{ 0 },
};

static const struct se050_term contexts[] = {
	{ 1u << 1, "digest", "digest" },
	{ 1u << 2, "cipher", "cipher" },
	{ 1u << 3, "mac", "MAC" },
	{ 1u << 4, "aead", "AEAD" },
	{ 0 },
};

static void add_set(char *text, size_t size, uint32_t set, const struct se050_term *terms)
{
	const char *before = ": ";

	for (; set != 0 && terms->bit != 0; terms++) {
		if ((set & terms->bit) != terms->bit)
			continue;
		add(text, size, before, terms->text);
		before = " or ";
		set &= ~terms->bit;
	}
}

void describe_param(char *text, size_t size, const struct se050_param *param)
{
	char more[DESCRIBE_PARAM_MAX];

	if (param->min == param->max)
		snprintf(text, size, "%02X %s, %u byte%s", param->tag, param->name, param->min,
			param->min == 1 ? "" : "s");
	else
		snprintf(text, size, "%02X %s, %u to %u bytes", param->tag, param->name, param->min,
			param->max);
	if (param->most > 0) {
		snprintf(more, sizeof(more), "%02X to %02X", param->least, param->most);
		add(text, size, ", ", more);
	}
	if (param->kind == PARAM_OBJECT)
		add_set(text, size, param->classes, class_sets);
	if (param->kind == PARAM_CRYPTO_OBJECT)
		add_set(text, size, param->classes, contexts);
	if (param->right != 0) {
		describe_rights(more, sizeof(more), param->right);
		add(text, size, "; policy ", more);
	}
	if (param->optional)
		add(text, size, "", "; optional");
}

enum {
	ENTRY_HEAD = 8, /* user and header */
};

bool describe_policy_entry(char *text, size_t size, struct rbuf *r)
{
	uint8_t len = rbuf_u8(r);
	struct rbuf entry = rbuf_take(r, len);
	uint32_t user = rbuf_be32(&entry), header = rbuf_be32(&entry);
	char rights[DESCRIBE_POLICY_MAX];

	if (len < ENTRY_HEAD || entry.bad)
		return false;
	describe_rights(rights, sizeof(rights), header);
	if (user == 0)
		snprintf(text, size, "everybody else: %s", rights);
	else
		snprintf(text, size, "user %08x: %s", user, rights);
	for (const char *before = " with "; rbuf_left(&entry) > 0; before = "") {
		char byte[3];

		snprintf(byte, sizeof(byte), "%02x", rbuf_u8(&entry));
		add(text, size, before, byte);
	}
	return true;
}
