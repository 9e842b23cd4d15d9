/* proto/provider/element_se05x.c: keys and certificates in an SE05x (AN12413 4; docs/reference/se050-evidence.md 3). */
#include "element_port.h"

#include <errno.h>
#include <openssl/obj_mac.h>
#include <string.h>
#include <sys/random.h>

#include "se05x_ask.h"
#include "se05x_objects.h"

enum {
	RSA_NO_PADDING = 0x0c,
};

static const struct curve {
	uint8_t id; /* AN12413 4.3.18 */
	int nid;
} curves[] = {
	{ 0x01, NID_X9_62_prime192v1 },
	{ 0x02, NID_secp224r1 },
	{ 0x03, NID_X9_62_prime256v1 },
	{ 0x04, NID_secp384r1 },
	{ 0x05, NID_secp521r1 },
	{ 0x06, NID_brainpoolP160r1 },
	{ 0x07, NID_brainpoolP192r1 },
	{ 0x08, NID_brainpoolP224r1 },
	{ 0x09, NID_brainpoolP256r1 },
	{ 0x0a, NID_brainpoolP320r1 },
	{ 0x0b, NID_brainpoolP384r1 },
	{ 0x0c, NID_brainpoolP512r1 },
	{ 0x0d, NID_secp160k1 },
	{ 0x0e, NID_secp192k1 },
	{ 0x0f, NID_secp224k1 },
	{ 0x10, NID_secp256k1 },
};

/* Algorithms by digest (AN12413 4.3.19, 4.3.22). */
static const struct algorithm {
	int digest;
	size_t len;
	uint8_t ecdsa;
	uint8_t pkcs1;
	uint8_t pss;
} algorithms[] = {
	{ NID_sha1, 20, 0x11, 0x0a, 0x15 },
	{ NID_sha224, 28, 0x25, 0x27, 0x2b },
	{ NID_sha256, 32, 0x21, 0x28, 0x2c },
	{ NID_sha384, 48, 0x22, 0x29, 0x2d },
	{ NID_sha512, 64, 0x26, 0x2a, 0x2e },
};

enum {
	N_CURVES = sizeof(curves) / sizeof(curves[0]),
	N_ALGORITHMS = sizeof(algorithms) / sizeof(algorithms[0]),
};

static const struct reason {
	uint16_t status;
	const char *words;
} reasons[] = {
	{ SW_SECURITY_STATUS, "it wants PlatformSCP03: add scp03=ENC:MAC:DEK to the reference" },
	{ SW_CONDITIONS, "the key, its curve or the part's state does not allow it" },
	{ SW_NOT_ALLOWED, "the object's policy does not allow it" },
	{ SW_WRONG_DATA, "the part does not take these parameters" },
};

static const char other_keys[] = "the part has other PlatformSCP03 keys than scp03= says";

/* A status word is the part's own word; anything else broke the conversation off. */
static int failed(const struct element *chip, int rc, const char *what, struct why *why)
{
	const char *words = NULL;

	if (rc != -EREMOTEIO)
		return why_errno(why, rc, "%s", what);
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == chip->se05x.status)
			words = reasons[i].words;
	if (chip->has_scp03 && chip->se05x.status == SW_SECURITY_STATUS)
		words = other_keys;
	return why_fail(why, EACCES, "%s is refused with status %04x%s%s", what, chip->se05x.status,
		words ? ": " : "", words ? words : "");
}

static int protect(struct element *chip, struct why *why)
{
	uint8_t challenge[SCP03_HOST_CHALLENGE];
	int rc;

	if (getrandom(challenge, sizeof(challenge), 0) != (ssize_t)sizeof(challenge))
		return why_fail(why, EIO, "the system has no random bytes");
	rc = se05x_host_protect(
		&chip->se05x, chip->scp03.version, chip->scp03.enc, chip->scp03.mac, challenge);
	if (rc == -EACCES)
		return why_fail(why, EACCES, "%s", other_keys);
	return rc < 0 ? failed(chip, rc, "PlatformSCP03", why) : 0;
}

static int se05x_open(struct element *chip, struct why *why)
{
	const struct t1_port port = element_port(chip);
	int rc;

	rc = se05x_host_open(&chip->se05x, &port);
	if (rc == -ETIMEDOUT || rc == -ENXIO)
		return why_fail(why, rc, "nothing answers there");
	if (rc < 0)
		return failed(chip, rc, "selecting the applet", why);
	return chip->has_scp03 ? protect(chip, why) : 0;
}

static int take_ec(struct element *chip, uint32_t key, struct element_public *out, struct why *why)
{
	struct wbuf point = wbuf_to(out->point, sizeof(out->point));
	enum se05x_curve curve = 0;
	int rc = se05x_curve(&chip->se05x, key, &curve);

	if (rc < 0)
		return failed(chip, rc, "reading the key's curve", why);
	for (size_t i = 0; i < N_CURVES; i++)
		if (curves[i].id == (uint8_t)curve)
			out->curve = curves[i].nid;
	if (out->curve == 0)
		return why_fail(why, EOPNOTSUPP,
			"object %08x is a key on curve %02x, which ECDSA does not use", key,
			(unsigned int)curve);
	rc = se05x_read(&chip->se05x, key, &point);
	out->type = ELEMENT_KEY_EC;
	out->point_len = point.len;
	return rc < 0 ? failed(chip, rc, "reading the public key", why) : 0;
}

static int take_rsa(struct element *chip, uint32_t key, struct element_public *out, struct why *why)
{
	struct wbuf modulus = wbuf_to(out->modulus, sizeof(out->modulus));
	struct wbuf exponent = wbuf_to(out->exponent, sizeof(out->exponent));
	int rc = se05x_read_rsa(&chip->se05x, key, &modulus, &exponent);

	out->type = ELEMENT_KEY_RSA;
	out->modulus_len = modulus.len;
	out->exponent_len = exponent.len;
	return rc < 0 ? failed(chip, rc, "reading the public key", why) : 0;
}

static int exists(struct element *chip, uint32_t id, struct why *why)
{
	bool there = false;
	int rc = se05x_exists(&chip->se05x, id, &there);

	if (rc < 0)
		return failed(chip, rc, "looking for the object", why);
	return there ? 0 : why_fail(why, ENOENT, "there is no object %08x", id);
}

static int se05x_public_key(struct element *chip, uint32_t key, struct element_public *out, struct why *why)
{
	struct se05x_kind_of of;
	int rc = exists(chip, key, why);

	memset(out, 0, sizeof(*out));
	if (rc < 0)
		return rc;
	rc = se05x_kind(&chip->se05x, key, &of);
	if (rc < 0)
		return failed(chip, rc, "reading the object's type", why);
	if (of.kind == SE05X_EC_PAIR)
		return take_ec(chip, key, out, why);
	if (of.kind == SE05X_RSA_PAIR || of.kind == SE05X_RSA_PAIR_CRT)
		return take_rsa(chip, key, out, why);
	return why_fail(why, EOPNOTSUPP,
		"object %08x is no pair of private and public key (its type is %02x)", key, of.type);
}

/* A private operation: key, algorithm, data; the result in TAG_1. */
static int use_key(struct element *chip, uint32_t key, uint8_t p1, uint8_t p2, uint8_t algorithm,
	struct rbuf in, struct wbuf *out)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, key);
	se05x_ask_u8(&ask, TAG_2, algorithm);
	se05x_ask_bytes(&ask, TAG_3, in);
	return se05x_ask_copy(&chip->se05x, &ask, INS_CRYPTO, p1, p2, out);
}

static int se05x_ecdsa(
	struct element *chip, uint32_t key, struct rbuf digest, struct wbuf *signature, struct why *why)
{
	for (size_t i = 0; i < N_ALGORITHMS; i++)
		if (algorithms[i].len == rbuf_left(&digest)) {
			int rc = use_key(
				chip, key, P1_SIGNATURE, P2_SIGN, algorithms[i].ecdsa, digest, signature);

			return rc < 0 ? failed(chip, rc, "signing", why) : 0;
		}
	return why_fail(
		why, EINVAL, "it signs digests of 20, 28, 32, 48 or 64 bytes, not %zu", rbuf_left(&digest));
}

static int se05x_rsa_message(struct element *chip, uint32_t key, int digest, bool pss, struct rbuf message,
	struct wbuf *signature, struct why *why)
{
	for (size_t i = 0; i < N_ALGORITHMS; i++)
		if (algorithms[i].digest == digest) {
			uint8_t algorithm = pss ? algorithms[i].pss : algorithms[i].pkcs1;
			int rc = use_key(chip, key, P1_SIGNATURE, P2_SIGN, algorithm, message, signature);

			return rc < 0 ? failed(chip, rc, "signing", why) : 0;
		}
	return why_fail(why, EOPNOTSUPP, "it signs no such digest");
}

static int se05x_rsa_block(
	struct element *chip, uint32_t key, struct rbuf block, struct wbuf *out, struct why *why)
{
	int rc = use_key(chip, key, P1_RSA, P2_DECRYPT_ONESHOT, RSA_NO_PADDING, block, out);

	return rc < 0 ? failed(chip, rc, "signing", why) : 0;
}

static int se05x_certificates(struct element *chip, enum reference_certificate which, uint32_t file,
	struct wbuf *out, struct why *why)
{
	int rc = exists(chip, file, why);

	(void)which; /* a reference to an SE05x names objects only */
	if (rc < 0)
		return rc;
	rc = se05x_read_file(&chip->se05x, file, out);
	return rc < 0 ? failed(chip, rc, "reading the certificate", why) : 0;
}

static int se05x_occupied(struct element *chip, uint32_t key, bool *occupied, struct why *why)
{
	int rc = se05x_exists(&chip->se05x, key, occupied);

	return rc < 0 ? failed(chip, rc, "looking for the object", why) : 0;
}

static int se05x_generate(struct element *chip, uint32_t key, int curve, struct why *why)
{
	static const struct se05x_write by_default;

	chip->se05x.irreversible_allowed = true; /* element.c asked already */
	for (size_t i = 0; i < N_CURVES; i++)
		if (curves[i].nid == curve) {
			int rc = se05x_generate_ec(&chip->se05x, key, curves[i].id, &by_default);

			return rc < 0 ? failed(chip, rc, "making the key", why) : 0;
		}
	return why_fail(why, EINVAL, "it has no such curve");
}

const struct element_kind element_kind_se05x = {
	.name = "the SE05x",
	.family = REFERENCE_SE05X,
	.open = se05x_open,
	.public_key = se05x_public_key,
	.ecdsa = se05x_ecdsa,
	.rsa_message = se05x_rsa_message,
	.rsa_block = se05x_rsa_block,
	.certificates = se05x_certificates,
	.occupied = se05x_occupied,
	.generate = se05x_generate,
};
