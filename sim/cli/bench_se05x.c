/* sim/cli/bench_se05x.c: what is timed of an SE05x. */
#include <errno.h>
#include <openssl/rand.h>
#include <string.h>

#include "bench_part.h"
#include "se05x_ask.h"
#include "se05x_keys.h"
#include "se05x_objects.h"

enum {
	AES_ECB = 0x0e,        /* without padding (AN12413 4.3.23) */
	HASH_SHA256_ID = 0x04, /* AN12413 4.3.11 */
	AES_KEY = 16,
	FILE_SIZE = 512,
	ANSWER = 1024,
};

/* What is made here, and deleted again; nobody's ids but ours. */
static const uint32_t id_key = 0x5e510001, id_new = 0x5e510002, id_aes = 0x5e510003, id_file = 0x5e510004;

/* Where NXP's provisioned parts have a certificate of a P-256 key (AN12436). */
static const uint32_t certificates[] = { 0xf0000001, 0xf0000003, 0xf0000101 };

static int open_host(struct bench_part *part, bool in_channel, struct why *why)
{
	const struct conform_profile *profile = &part->subject.profile;
	const struct t1_port port = se05x_link_port(&part->at);
	uint8_t challenge[SCP03_HOST_CHALLENGE];
	int rc = se05x_host_open(&part->se05x, &port);

	part->se05x.irreversible_allowed = part->may_write;
	if (rc == 0 && in_channel && RAND_bytes(challenge, sizeof(challenge)) != 1)
		rc = -EIO;
	if (rc == 0 && in_channel)
		rc = se05x_host_protect(
			&part->se05x, profile->key_version, profile->keys[0], profile->keys[1], challenge);
	return bench_told(
		part, rc, in_channel ? "it does not open its platform channel" : "it does not open", why);
}

/* As operations want it. */
static int open_for_use(struct bench_part *part, struct why *why)
{
	return open_host(part, part->subject.profile.platform_scp, why);
}

/* Whether none of our ids is taken: what is there already is somebody's, or of a run that was cut off. */
static int ids_are_free(struct bench_part *part, struct why *why)
{
	const uint32_t ids[] = { id_key, id_new, id_aes, id_file };

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		bool exists = false;
		int rc = se05x_exists(&part->se05x, ids[i], &exists);

		if (rc < 0)
			return bench_told(part, rc, "it does not tell which objects it has", why);
		if (exists)
			return why_fail(why, EEXIST,
				"object %08x, which would be made here, is there already", ids[i]);
	}
	return 0;
}

static int write_aes(struct bench_part *part)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, id_aes);
	se05x_ask_bytes(&ask, TAG_3, rbuf_from(part->peer->digest, AES_KEY));
	return se05x_ask_do(&part->se05x, &ask, INS_WRITE, P1_AES, P2_DEFAULT);
}

/* The objects that operations use. What the part refuses is a reason to leave them out, no error. */
static int make_objects(struct bench_part *part, struct why *why)
{
	static const struct se05x_write plain = { 0 };
	int rc;

	if (!part->may_write) {
		snprintf(part->no_key, sizeof(part->no_key),
			"it needs a key, which is made with --allow-writes; or --key ID");
		return 0;
	}
	rc = ids_are_free(part, why);
	if (rc == -EEXIST) {
		snprintf(part->no_key, sizeof(part->no_key), "%.150s", why->text);
		return 0;
	}
	if (rc < 0)
		return rc;
	part->made_objects = true;
	rc = se05x_generate_ec(&part->se05x, id_key, SE05X_P256, &plain);
	if (rc == 0)
		rc = write_aes(part);
	if (rc == -EREMOTEIO)
		snprintf(part->no_key, sizeof(part->no_key), "the part makes no P-256 key: status %04x",
			part->se05x.status);
	else if (rc < 0)
		return bench_told(part, rc, "objects are not made", why);
	part->has_key = rc == 0;
	part->key = id_key;
	return 0;
}

static int look_at_key(struct bench_part *part, struct why *why)
{
	struct wbuf point = wbuf_to(part->point, sizeof(part->point));
	int rc = se05x_read(&part->se05x, part->key, &point);

	if (rc == -EREMOTEIO || rc == -ENOSPC || (rc == 0 && point.len != BENCH_POINT)) {
		part->has_key = false;
		snprintf(part->no_key, sizeof(part->no_key), "object %08x tells no P-256 key", part->key);
		return 0;
	}
	return bench_told(part, rc, "its key is not read", why);
}

static int find_certificate(struct bench_part *part, struct why *why)
{
	for (size_t i = 0; i < sizeof(certificates) / sizeof(certificates[0]); i++) {
		bool exists = false;
		int rc = se05x_exists(&part->se05x, certificates[i], &exists);

		if (rc < 0)
			return bench_told(part, rc, "it does not tell which objects it has", why);
		if (exists && part->certificate == 0)
			part->certificate = certificates[i];
	}
	return 0;
}

int bench_se05x_open(struct bench_part *part, struct why *why)
{
	int rc;

	part->at = (struct se05x_link){ part->link, part->subject.address };
	rc = open_for_use(part, why);
	if (rc == 0)
		rc = find_certificate(part, why);
	if (rc == 0)
		rc = make_objects(part, why);
	if (part->wishes->has_key) {
		part->has_key = true;
		part->key = part->wishes->key;
	}
	return rc == 0 && part->has_key ? look_at_key(part, why) : rc;
}

static int remove_if_there(struct bench_part *part, uint32_t id)
{
	bool exists = false;
	int rc = se05x_exists(&part->se05x, id, &exists);

	return rc == 0 && exists ? se05x_delete(&part->se05x, id) : rc;
}

int bench_se05x_close(struct bench_part *part, struct why *why)
{
	const uint32_t ids[] = { id_key, id_new, id_aes, id_file };
	int rc = 0;

	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]) && part->made_objects && rc == 0; i++)
		rc = remove_if_there(part, ids[i]);
	return bench_told(part, rc, "objects 5e510001 to 5e510004 are left behind", why);
}

static int told(struct bench_part *part, int rc, struct why *why)
{
	return bench_told(part, rc, "the operation fails", why);
}

/* A command with these TLVs, whose answer has TAG_1. */
static int run_ask(
	struct bench_part *part, struct se05x_ask *ask, uint8_t ins, uint8_t p1, uint8_t p2, struct why *why)
{
	uint8_t bytes[ANSWER];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));

	return told(part, se05x_ask_copy(&part->se05x, ask, ins, p1, p2, &out), why);
}

static int do_version(struct bench_part *part, struct why *why)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	return run_ask(part, &ask, INS_MANAGE, P1_DEFAULT, P2_VERSION, why);
}

static int do_random(struct bench_part *part, struct why *why)
{
	uint8_t bytes[32];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));

	return told(part, se05x_random(&part->se05x, sizeof(bytes), &out), why);
}

static int do_exists(struct bench_part *part, struct why *why)
{
	bool exists;

	return told(part, se05x_exists(&part->se05x, SE05X_UNIQUE_ID, &exists), why);
}

static int do_read_id(struct bench_part *part, struct why *why)
{
	uint8_t id[SE05X_UNIQUE_ID_BYTES];

	return told(part, se05x_unique_id(&part->se05x, id), why);
}

static int do_read_key(struct bench_part *part, struct why *why)
{
	uint8_t bytes[BENCH_POINT];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));

	return told(part, se05x_read(&part->se05x, part->key, &out), why);
}

static int do_sign(struct bench_part *part, struct why *why)
{
	struct wbuf out = wbuf_to(part->signature, sizeof(part->signature));
	int rc =
		se05x_sign_digest(&part->se05x, part->key, rbuf_from(part->peer->digest, BENCH_DIGEST), &out);

	part->signature_len = out.len;
	return told(part, rc, why);
}

static int verify(struct bench_part *part, uint32_t id, struct rbuf signature, struct why *why)
{
	bool good = false;
	int rc = se05x_verify(&part->se05x, id, SE05X_ECDSA_SHA256,
		rbuf_from(part->peer->digest, BENCH_DIGEST), signature, &good);

	return rc == 0 && !good ? why_fail(why, EBADMSG, "it finds a good signature bad")
				: told(part, rc, why);
}

static int do_verify(struct bench_part *part, struct why *why)
{
	return verify(part, part->key, rbuf_from(part->signature, part->signature_len), why);
}

static int do_ecdh(struct bench_part *part, struct why *why)
{
	uint8_t bytes[32];
	struct wbuf out = wbuf_to(bytes, sizeof(bytes));

	return told(part,
		se05x_ecdh(&part->se05x, part->key, rbuf_from(part->peer->point, BENCH_POINT), &out), why);
}

static int do_aes(struct bench_part *part, struct why *why)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	se05x_ask_u32(&ask, TAG_1, id_aes);
	se05x_ask_u8(&ask, TAG_2, AES_ECB);
	se05x_ask_bytes(&ask, TAG_3, rbuf_from(part->peer->digest, BENCH_DIGEST));
	return run_ask(part, &ask, INS_CRYPTO, P1_CIPHER, P2_ENCRYPT_ONESHOT, why);
}

static int do_digest(struct bench_part *part, struct why *why)
{
	struct se05x_ask ask;

	se05x_ask_begin(&ask);
	se05x_ask_u8(&ask, TAG_1, HASH_SHA256_ID);
	se05x_ask_bytes(&ask, TAG_2, rbuf_from(part->peer->digest, BENCH_DIGEST));
	return run_ask(part, &ask, INS_CRYPTO, P1_DEFAULT, P2_ONESHOT, why);
}

static int do_generate(struct bench_part *part, struct why *why)
{
	static const struct se05x_write plain = { 0 };

	return told(part, se05x_generate_ec(&part->se05x, id_new, SE05X_P256, &plain), why);
}

static int do_delete(struct bench_part *part, struct why *why)
{
	return told(part, se05x_delete(&part->se05x, id_new), why);
}

static int do_open(struct bench_part *part, struct why *why)
{
	return open_for_use(part, why);
}

static int do_certificate(struct bench_part *part, struct why *why)
{
	uint8_t bytes[4 * ANSWER];
	struct wbuf der = wbuf_to(bytes, sizeof(bytes));
	int rc = part->certificate ? open_for_use(part, why)
				   : why_fail(why, EOPNOTSUPP, "the part came without a certificate");

	return rc < 0 ? rc : told(part, se05x_read_der(&part->se05x, part->certificate, &der), why);
}

static int opened(struct bench_part *part, struct why *why)
{
	return open_host(part, false, why);
}

static int do_channel(struct bench_part *part, struct why *why)
{
	const struct conform_profile *profile = &part->subject.profile;
	uint8_t challenge[SCP03_HOST_CHALLENGE];

	if (RAND_bytes(challenge, sizeof(challenge)) != 1)
		return why_fail(why, EIO, "OpenSSL gives no random number");
	return bench_told(part,
		se05x_host_protect(
			&part->se05x, profile->key_version, profile->keys[0], profile->keys[1], challenge),
		"it does not open its platform channel: scp03=ENC:MAC:DEK in --chip gives other keys", why);
}

static int check(struct bench_part *part, struct why *why)
{
	return bench_check_signature(part, why);
}

/* A key made in the part, a certificate beside it, a look at both. */
static int do_provision(struct bench_part *part, struct why *why)
{
	static const struct se05x_write plain = { 0 };
	uint8_t bytes[FILE_SIZE] = { 0x30, 0x82, 0x01, 0xfc };
	struct wbuf point = wbuf_to(bytes + 4, BENCH_POINT);
	int rc = se05x_generate_ec(&part->se05x, id_new, SE05X_P256, &plain);

	if (rc == 0)
		rc = se05x_read(&part->se05x, id_new, &point);
	if (rc == 0)
		rc = se05x_write_file(
			&part->se05x, id_file, sizeof(bytes), rbuf_from(bytes, sizeof(bytes)), &plain);
	return told(part, rc, why);
}

static int unprovision(struct bench_part *part, struct why *why)
{
	int rc = se05x_delete(&part->se05x, id_new);

	return told(part, rc == 0 ? se05x_delete(&part->se05x, id_file) : rc, why);
}

enum { OBJECTS = BENCH_NEEDS_WRITES | BENCH_NEEDS_OBJECTS };

const struct bench_op bench_se05x_ops[] = {
	{ "commands", "GetVersion", 0, NULL, do_version, NULL },
	{ "commands", "GetRandom, 32 bytes", 0, NULL, do_random, NULL },
	{ "commands", "CheckObjectExists", 0, NULL, do_exists, NULL },
	{ "commands", "ReadObject, unique id", 0, NULL, do_read_id, NULL },
	{ "commands", "ReadObject, public key", BENCH_NEEDS_KEY, NULL, do_read_key, NULL },
	{ "commands", "ECDSASign", BENCH_NEEDS_KEY, NULL, do_sign, check },
	{ "commands", "ECDSAVerify", BENCH_NEEDS_KEY, do_sign, do_verify, NULL },
	{ "commands", "ECDHGenerateSharedSecret", BENCH_NEEDS_KEY, NULL, do_ecdh, NULL },
	{ "commands", "CipherOneShot, AES-ECB", OBJECTS, NULL, do_aes, NULL },
	{ "commands", "DigestOneShot, SHA-256", 0, NULL, do_digest, NULL },
	{ "commands", "WriteECKey, generate", OBJECTS, NULL, do_generate, do_delete },
	{ "commands", "DeleteSecureObject", OBJECTS, do_generate, do_delete, NULL },
	{ "boot", "open", 0, NULL, do_open, NULL },
	{ "boot", "open, read certificate", 0, NULL, do_certificate, NULL },
	{ "scp03", "open the platform channel", BENCH_NEEDS_CHANNEL, opened, do_channel, do_open },
	{ "sign", "sign a digest", BENCH_NEEDS_KEY, NULL, do_sign, check },
	{ "tls", "handshake", BENCH_NEEDS_KEY, bench_tls_before, bench_tls_run, NULL },
	{ "provision", "provision", OBJECTS, NULL, do_provision, unprovision },
};

const size_t bench_n_se05x_ops = sizeof(bench_se05x_ops) / sizeof(bench_se05x_ops[0]);
