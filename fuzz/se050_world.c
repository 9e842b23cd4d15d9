/* fuzz/se050_world.c: the chips that SE05x fuzzing starts from. */
#include "se050_world.h"

#include <stdlib.h>
#include <string.h>

#include "crypto_rsa.h"
#include "factory.h"
#include "fuzz.h"
#include "hex.h"
#include "profiles.h"
#include "rsa_primes.h"
#include "se050_host.h"

enum {
	COSTLY_MAX = 4,
	LEVEL = 0x33,
	OWNER_USER_ID = 0, /* canaries */
	OWNER_AES_USER,
	OWNER_AES,
	OWNER_AES_OF_USER,
	OWNER_DES,
	OWNER_HMAC,
	OWNER_EC,
	OWNER_EC_SIGNS,
	OWNER_TRANSIENT,
	OWNERS,
};

/* Secret bytes: the length of each value. */
static const uint8_t secret_sizes[OWNERS] = { 10, 16, 16, 32, 24, 32, 32, 32, 16 };

static size_t secret_size(unsigned int owner)
{
	return owner < OWNERS ? secret_sizes[owner] : 0;
}

const uint32_t se050_world_ids[] = { USER_ID, USER_AES, USER_EC, 0x20000001, 0x20000002, 0x20000003,
	0x20000010, 0x20000011, 0x20000020, 0x20000030, 0x20000040, 0x20000041, 0x20000050, 0x20000060,
	0x20000070, 0x20000012, 0x7fff0201, 0x7fff0202, 0x7fff0204, 0x7fff0206, 0xf0000012, 0xf0000100,
	0xf0000000, 0 };

/*
 * What every chip holds, in commands as a host sends them; # is the secret of the owner beside it. Policies: of one
 * user, of all, REQUIRE_SM, READ missing, and the default.
 */
static const struct {
	const char *head; /* TLVs before the secret, of a command CLA INS P1 P2 */
	int owner;        /* -1: no secret */
	const char *tail;
	uint8_t tag; /* of the secret */
} objects[] = {
	{ "80410700 41047da00001", OWNER_USER_ID, "", 0x42 },
	{ "80410300 120200ff 41047da00002", OWNER_AES_USER, "", 0x43 },
	{ "80412100 41047da00003 420103 4441"
	  "043c9e47edf051a3589f67302d22567c2e17229e8883338ec3b7d527f9ee71d0a8"
	  "1aae7fe21caa6677783aa88da6d6a8ad5ec53b10bc0b11094482f04d24b5bec4",
		-1, "", 0 },
	{ "80010600 410420000001 43020040 44080102030405060708", -1, "", 0 },
	/* User 7DA00001 may read and write, nobody else anything. */
	{ "80010600 1109 087da0000100300000 410420000002 43020020", -1, "", 0 },
	/* Everybody reads with secure messaging only. */
	{ "80010600 1109 080000000000220000 410420000003 43020020", -1, "", 0 },
	{ "80010300 410420000010", OWNER_AES, "", 0x43 },
	/* User 7DA00002 encrypts, everybody else decrypts. */
	{ "80010300 1112 087da0000202000000 080000000001000000 410420000011", OWNER_AES_OF_USER, "", 0x43 },
	{ "80010500 410420000020", OWNER_HMAC, "", 0x43 },
	{ "80010400 410420000030", OWNER_DES, "", 0x43 },
	{ "80010800 410420000050 42020004", -1, "", 0 },
	{ "80010900 410420000060 4220 "
	  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
		-1, "", 0 },
	/* Deletion needs the PCR's value. */
	{ "80010600 112d 2c000000000005000020000060"
	  "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f 410420000070 43020008",
		-1, "", 0 },
	{ "80810300 410420000012", OWNER_TRANSIENT, "", 0x43 },
	{ "80011000 41020001 420101 430104", -1, "", 0 }, /* crypto objects: SHA-256, AES CBC, CMAC */
	{ "80011000 41020002 420102 43010d", -1, "", 0 },
	{ "80011000 41020003 420103 430131", -1, "", 0 },
};

struct maker {
	struct se050_world *world;
	struct chip_env env;
	struct se050_wire wire;
	struct se050_start *start;
};

static size_t from_hex(const char *text, uint8_t *bytes, size_t cap)
{
	char digits[1024];
	size_t n = 0;

	for (; *text && n < sizeof(digits); text++)
		if (*text != ' ')
			digits[n++] = *text;
	return (size_t)hex_bytes(digits, n, bytes, cap);
}

static uint16_t apdu(struct maker *m, const uint8_t *bytes, size_t len, uint8_t *answer, size_t *answer_len)
{
	uint16_t status;

	*answer_len = se050_host_apdu(
		&m->wire, &m->start->host, rbuf_from(bytes, len), answer, HOST_APDU_MAX, &status);
	return status;
}

static void must(struct maker *m, const uint8_t *bytes, size_t len)
{
	uint8_t answer[HOST_APDU_MAX];
	size_t answer_len;
	uint16_t status = apdu(m, bytes, len, answer, &answer_len);

	if (status != SW_OK)
		fuzz_fail("%s: the start is refused with %04x: %02x%02x%02x%02x %02x...", m->start->profile,
			status, bytes[0], bytes[1], bytes[2], bytes[3], len > 4 ? bytes[4] : 0);
}

static void must_hex(struct maker *m, const char *text)
{
	uint8_t bytes[256];

	must(m, bytes, from_hex(text, bytes, sizeof(bytes)));
}

static void make_object(struct maker *m, size_t i)
{
	uint8_t head[256], command[300], secret[40];
	struct wbuf w = wbuf_to(command, sizeof(command)), s = wbuf_to(secret, sizeof(secret));
	size_t len = from_hex(objects[i].head, head, sizeof(head));

	if (objects[i].owner >= 0) {
		wbuf_u8(&s, objects[i].tag);
		wbuf_u8(&s, secret_sizes[objects[i].owner]);
		wbuf_put(&s, m->world->canaries.bytes[objects[i].owner], secret_sizes[objects[i].owner]);
	}
	wbuf_put(&w, head, 4);
	wbuf_u8(&w, (uint8_t)(len - 4 + s.len));
	wbuf_put(&w, head + 4, len - 4);
	wbuf_put(&w, secret, s.len);
	must(m, command, w.len);
}

/* EC pairs by private and public value: the second may only sign. */
static void make_ec(struct maker *m)
{
	static const char *const heads[] = { "410420000040420103",
		"1109080000000010000000410420000041420103" };
	uint8_t command[256], head[64], point[P256_POINT];
	struct rng_purpose purpose = { 0 };

	for (size_t i = 0; i < 2; i++) {
		struct rng_stream stream = rng_open(&m->world->rng, &purpose);
		const uint8_t *d = m->world->canaries.bytes[OWNER_EC + i];
		struct wbuf w = wbuf_to(command, sizeof(command));
		size_t len = from_hex(heads[i], head, sizeof(head));

		if (crypto_p256_public(m->world->crypto, &stream, d, point) < 0)
			fuzz_fail("a canary is no private key");
		wbuf_put(&w, "\x80\x01\x61\x00", 4);
		wbuf_u8(&w, (uint8_t)(len + 2 + P256_BYTES + 3 + P256_POINT));
		wbuf_put(&w, head, len);
		wbuf_u8(&w, 0x43);
		wbuf_u8(&w, P256_BYTES);
		wbuf_put(&w, d, P256_BYTES);
		wbuf_u8(&w, 0x44);
		wbuf_u8(&w, 1 + P256_POINT);
		wbuf_u8(&w, 0x04);
		wbuf_put(&w, point, P256_POINT);
		must(m, command, w.len);
	}
}

/* The opening of a channel with these keys, from INITIALIZE UPDATE on. */
static void open_channel(
	struct maker *m, struct scp03_host *channel, uint8_t version, const uint8_t *enc, const uint8_t *mac)
{
	static const uint8_t challenge[SCP03_HOST_CHALLENGE] = { 1, 2, 3, 4, 5, 6, 7, 8 };
	uint8_t command[64], answer[HOST_APDU_MAX];
	struct wbuf w = wbuf_to(command, sizeof(command));
	size_t len;

	scp03_host_initialize(&w, version, challenge);
	if (apdu(m, command, w.len, answer, &len) != SW_OK ||
		scp03_host_update(channel, enc, mac, challenge, rbuf_from(answer, len - 2)) < 0)
		fuzz_fail("%s: no channel", m->start->profile);
	w = wbuf_to(command, sizeof(command));
	if (scp03_host_authenticate(channel, LEVEL, &w) < 0)
		fuzz_fail("%s: no channel", m->start->profile);
	must(m, command, w.len);
}

static void open_platform(struct maker *m)
{
	const struct se050_key_set *set = &m->start->chip->nv.key_sets[0];
	struct scp03_host channel = { .counts_all = m->start->chip->nv.identity.version[0] >= 7 };

	open_channel(m, &channel, set->version, set->key[0], set->key[1]);
	m->start->host.platform = channel;
	m->start->host.has_platform = true;
}

/* A session of that user. An ECKey session is an AESKey session by the back door: the same keys, another user. */
static void open_session(struct maker *m, uint32_t user)
{
	static const char *const creates[] = { "8004001b0641047da00001", "8004001b0641047da00002" };
	struct se050_host *host = &m->start->host;
	const uint8_t *secret = m->world->canaries.bytes[user == USER_ID ? OWNER_USER_ID : OWNER_AES_USER];
	struct scp03_host channel = { .counts_all = true };
	uint8_t command[64], answer[HOST_APDU_MAX];
	struct wbuf w = wbuf_to(command, sizeof(command));
	size_t len;

	len = from_hex(creates[user != USER_ID], command, sizeof(command));
	if (apdu(m, command, len, answer, &len) != SW_OK || len < SE050_SESSION_ID + 2)
		fuzz_fail("%s: no session", m->start->profile);
	memcpy(host->session_id, answer + len - 2 - SE050_SESSION_ID, SE050_SESSION_ID);
	host->user = user;
	if (user == USER_ID) {
		wbuf_put(&w, "\x80\x04\x00\x2c\x0c\x41\x0a", 7);
		wbuf_put(&w, secret, secret_sizes[OWNER_USER_ID]);
		must(m, command, w.len);
		return;
	}
	open_channel(m, &channel, 0, secret, secret);
	host->channel = channel;
	host->has_channel = true;
	if (user == USER_EC)
		m->start->chip->applet.sessions[0].authenticator = USER_EC;
}

/* A chip with its objects, and its host behind SELECT. */
static void begin(struct maker *m, const char *profile)
{
	struct part *part;
	struct why why;

	if (part_blank(&part, profile, &why) < 0)
		fuzz_fail("%s", why.text);
	m->world->model = part->model;
	m->start->profile = profile;
	m->start->chip = malloc(part->model.size);
	if (!m->start->chip)
		fuzz_fail("no memory");
	memcpy(m->start->chip, part->chip, part->model.size);
	part_free(part);
	m->env = (struct chip_env){
		.crypto = m->world->crypto,
		.rng = &m->world->rng,
		.address = T1_ADDRESS_DEFAULT,
		.now_ns = 1000000000,
	};
	m->wire = (struct se050_wire){
		.model = &m->world->model, .chip = m->start->chip, .env = &m->env, .edge = m->world->edge
	};
	m->world->model.power_on(m->start->chip, &m->env);
	/* Certificates that are made when they are first named would look like a refused command's doing. */
	if (!factory_make_certificates(m->start->chip, m->world->crypto, NULL))
		fuzz_fail("%s: no certificates", profile);
}

static void make_objects(struct maker *m)
{
	must_hex(m, "00a4040010a000000396545300000001030000000000");
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		make_object(m, i);
	make_ec(m);
}

/* The same chip again, with another host. */
static struct se050_start *another(struct maker *m, const struct se050_start *from)
{
	struct se050_world *world = m->world;

	if (world->n_starts == SE050_STARTS)
		fuzz_fail("SE050_STARTS is too few");
	m->start = &world->starts[world->n_starts++];
	*m->start = *from;
	m->start->chip = malloc(world->model.size);
	if (!m->start->chip)
		fuzz_fail("no memory");
	memcpy(m->start->chip, from->chip, world->model.size);
	m->wire.chip = m->start->chip;
	return m->start;
}

/* Without and with the platform channel: the security domain, the applet, and each kind of session. */
static void make_starts(struct se050_world *world, const char *profile)
{
	static const uint32_t users[] = { USER_NOBODY, USER_ID, USER_AES, USER_EC };
	struct se050_start base = { .chip = NULL }, fresh;
	struct maker m = { .world = world, .start = &base };

	begin(&m, profile);
	fresh = base;
	fresh.chip = malloc(world->model.size);
	if (!fresh.chip)
		fuzz_fail("no memory");
	memcpy(fresh.chip, base.chip, world->model.size);
	another(&m, &fresh); /* the domain, nothing selected */
	m.start = &base;
	m.wire.chip = base.chip;
	make_objects(&m);
	base.host.selected = true;
	for (int platform = 0; platform < 2; platform++)
		for (size_t i = 0; i < sizeof(users) / sizeof(users[0]); i++) {
			another(&m, &base);
			if (platform)
				open_platform(&m);
			if (users[i] != USER_NOBODY)
				open_session(&m, users[i]);
		}
	free(base.chip);
	free(fresh.chip);
}

/* RSA keys that everybody knows, at once (profiles.h). */
static bool pick_primes(size_t bytes, uint32_t nth, const uint8_t **p, const uint8_t **q)
{
	const struct rsa_primes *primes = rsa_primes(bytes, nth);

	if (!primes)
		return false;
	*p = primes->p;
	*q = primes->q;
	return true;
}

static const struct rsa_pool pool = { .pick = pick_primes };

static struct se050_world *make_world(void)
{
	struct se050_world *world = calloc(1, sizeof(*world));
	struct why why;

	if (!world || crypto_new(&world->crypto, &why) < 0)
		fuzz_fail("no crypto engine");
	crypto_rsa_use_pool(world->crypto, &pool);
	world->edge = malloc(SE050_EDGE);
	if (!world->edge)
		fuzz_fail("no memory");
	world->costly_max = COSTLY_MAX;
	rng_seed(&world->rng, 1);
	canaries_make(&world->canaries, secret_size);
	make_starts(world, "se050c,memory=32K");
	make_starts(world, "se050e,memory=32K");
	world->now = malloc(world->model.size);
	world->before = malloc(world->model.size);
	if (!world->now || !world->before)
		fuzz_fail("no memory");
	return world;
}

struct se050_world *se050_world(void)
{
	static struct se050_world *world;

	if (!world)
		world = make_world();
	return world;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	for (int i = 1; i < *argc; i++)
		if (strcmp((*argv)[i], "--symmetric") == 0)
			se050_world()->costly_max = 0;
	return 0;
}
