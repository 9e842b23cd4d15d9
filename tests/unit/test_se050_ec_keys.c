/*
 * tests/unit/test_se050_ec_keys.c: what WriteECKey, the curve commands and signatures refuse, who may use a key, and how long it
 * lives. Statuses: vectors/refusals.tsv; se050-evidence.md 3.2, 3.4, 3.5, 3.8.
 */
#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "bus_snapshot.h"
#include "object.h"
#include "se050_command.h"
#include "se050_say.h"

/* P-256: d = 1 and d = 2 with their points (FIPS 186-4 D.1.2.3; computed by OpenSSL), and n. */
#define ONE "0000000000000000000000000000000000000000000000000000000000000001"
#define G_X "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
#define G_Y "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
#define G "04" G_X G_Y
#define TWO "0000000000000000000000000000000000000000000000000000000000000002"
#define G2_X "7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978"
#define G2_Y "07775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1"
#define G2 "04" G2_X G2_Y
#define ORDER "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
#define ZERO "0000000000000000000000000000000000000000000000000000000000000000"
#define DIGEST "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"
#define AES_KEY "404142434445464748494a4b4c4d4e4f"

static int set_up_part(void **state, const char *part)
{
	struct se050_fixture *f = se_new(part);

	se_select(f);
	*state = f;
	return 0;
}

static int set_up(void **state)
{
	return set_up_part(state, "se050c");
}

static int set_up_e(void **state)
{
	return set_up_part(state, "se050e");
}

static int set_up_b(void **state)
{
	return set_up_part(state, "se050b");
}

static int tear_down(void **state)
{
	se_free(*state);
	return 0;
}

/* Writes of a pair, a private and a public key, and without a part. */
#define PAIR "80016100"
#define PRIVATE "80014100"
#define PUBLIC "80012100"
#define SIGN "80030c09"
#define VERIFY "80030c0a"
#define ECDH "8003010f"
#define MULTIPLY "80030162"
#define READ "80020000"
#define DELETE "80040028"

struct refusal {
	const char *header, *data, *status;
};

static void assert_refused(struct se050_fixture *f, const struct refusal *refusals, size_t n)
{
	for (size_t i = 0; i < n; i++)
		assert_said(f, refusals[i].header, refusals[i].data, refusals[i].status);
}

#define ASSERT_REFUSED(f, list) assert_refused((f), (list), sizeof(list) / sizeof((list)[0]))

static void keys_that_cannot_be_written(void **state)
{
	static const struct refusal refusals[] = {
		{ PAIR, "41=00000000 42=03", "6985" },
		{ PAIR, "41=00000000", "6985" },
		{ PAIR, "41=00000000 42=03 43=" ONE, "6985" },
		{ PAIR, "41=00000001", "6a80" },
		{ PAIR, "41=00000001 42=01", "6985" }, /* not created */
		{ PAIR, "41=00000001 42=00", "6985" },
		{ PAIR, "41=00000001 42=12", "6985" },
		{ PAIR, "41=00000001 42=3f", "6985" },
		{ PAIR, "41=00000001 42=42", "6985" },
		{ PAIR, "41=00000001 42=ff", "6985" },
		{ PAIR, "41=00000001 42=43", "6985" }, /* 7.2 */
		{ PAIR, "41=00000001 42=03 43=" ONE, "6985" },
		{ PAIR, "41=00000001 42=03 44=" G, "6985" },
		{ PRIVATE, "41=00000001 42=03", "6985" },
		{ PUBLIC, "41=00000001 42=03", "6985" },
		{ PRIVATE, "41=00000001 42=03 44=" G, "6985" },
		{ PUBLIC, "41=00000001 42=03 43=" ONE, "6985" },
		{ PRIVATE, "41=00000001 42=03 43=" ONE " 44=" G, "6985" },
		{ "80010100", "41=00000001 42=03 43=" ONE, "6985" },
		{ PRIVATE, "41=00000001 42=03 43=0000000000000001", "6985" },
		{ PRIVATE, "41=00000001 42=03 43=00" ONE, "6985" },
		{ PRIVATE, "41=00000001 42=03 43=" ZERO, "6985" },
		{ PRIVATE, "41=00000001 42=03 43=" ORDER, "6985" },
		{ PUBLIC, "41=00000001 42=03 44=04" G_X, "6985" },
		{ PUBLIC, "41=00000001 42=03 44=" G "00", "6985" },
		{ PUBLIC, "41=00000001 42=03 44=02" G_X G_Y, "6985" },
		{ PUBLIC, "41=00000001 42=03 44=02" G_X, "6985" },
		{ PUBLIC, "41=00000001 42=03 44=04" G_X G_X, "6985" },
		{ PAIR, "41=00000001 42=03 43=" ZERO " 44=" G, "6985" },
		{ PAIR, "41=00000001 42=03 43=" ONE " 44=04" G_X G_X, "6985" },
		{ PAIR, "41=00000001 42=03 4b=00000000", "6a80" }, /* 7.2 */
		{ PAIR, "41=00000001 42=0303", "6a80" },
		{ PAIR, "41=00000001 42=03 43=", "6a80" },
		{ PAIR, "41=00000001 42=03 44=", "6a80" },
		{ PAIR, "41=00000001 42=03 7e=00", "6a80" },
		{ PAIR, "41=00000001 42=03 42=03", "6a80" },
		{ PAIR, "41=7fff0206 42=03", "6986" },
		{ PAIR, "41=7fff0206", "6986" },
		/* Sessions are opened with pairs and public keys on Weierstrass curves; they do not go with power. */
		{ "80416100", "41=00000001 42=40", "6985" },
		{ "80414100", "41=00000001 42=03 43=" ONE, "6985" },
		{ "80c16100", "41=00000001 42=03", "6985" },
		{ PAIR, "12=0005 41=00000001 42=03", "6a80" },
		{ "80416100", "12=8000 41=00000001 42=03", "6985" },
		{ PAIR, "11=080000000010000001 41=00000001 42=03", "6984" },
		{ PAIR, "11=070000000010000000 41=00000001 42=03", "6a80" },
	};
	struct se050_fixture *f = *state;

	ASSERT_REFUSED(f, refusals);
	assert_apdu(f, "8004002706 410400000001", "410102 9000");
}

static void objects_of_other_classes(void **state)
{
	static const struct refusal refusals[] = {
		{ PAIR, "41=00000010 42=03", "6985" },
		{ PUBLIC, "41=00000010 44=" G, "6985" },
		{ SIGN, "41=00000010 42=21 43=" DIGEST, "6985" },
		{ VERIFY, "41=00000010 42=21 43=" DIGEST " 45=3006020101020101", "6985" },
		{ SIGN, "41=00000001 42=21 43=" DIGEST, "6985" },
		{ VERIFY, "41=00000001 42=21 43=" DIGEST " 45=3006020101020101", "6985" },
		{ ECDH, "41=00000010 42=" G, "6985" },
		{ ECDH, "41=00000001 42=" G, "6985" },
		{ "80020b36", "41=00000010", "6985" },
		{ "80020b36", "41=00000001", "6985" },
		/* A public key signs nothing and agrees on nothing, a private one verifies nothing and is not read. */
		{ SIGN, "41=00000012 42=21 43=" DIGEST, "6985" },
		{ ECDH, "41=00000012 42=" G, "6985" },
		{ VERIFY, "41=00000011 42=21 43=" DIGEST " 45=3006020101020101", "6985" },
		{ READ, "41=00000011", "6985" },
		/* 3.1 knows no peer by object. */
		{ ECDH, "41=00000011 43=00000012", "6a80" },
		{ ECDH, "41=00000011", "6a80" },
		{ ECDH, "41=00000011 42=04" G_X G_X, "6985" },
		{ ECDH, "41=00000011 42=04" G_X, "6985" },
		{ ECDH, "41=00000011 42=02" G_X G_Y, "6985" },
		{ "80030162", "41=00000011 43=00000012 44=06", "6a86" },
	};
	struct se050_fixture *f = *state;

	assert_said(f, "80010300", "41=00000010 43=" AES_KEY, "9000");
	assert_said(f, PRIVATE, "41=00000011 42=03 43=" TWO, "9000");
	assert_said(f, PUBLIC, "41=00000012 42=03 44=" G2, "9000");
	ASSERT_REFUSED(f, refusals);
	assert_said(f, READ, "41=00000012", "41=" G2 " 9000");
}

static void signatures_that_are_not_made(void **state)
{
	static const struct refusal refusals[] = {
		{ SIGN, "41=00000001 42=09 43=" DIGEST, "6985" },
		{ SIGN, "41=00000001 42=ff 43=" DIGEST, "6985" },
		{ SIGN, "41=00000001 42=28 43=" DIGEST, "6985" },
		{ SIGN, "41=00000001 42=a3 43=" DIGEST, "6985" },
		{ SIGN, "41=00000001 42=f4 43=" DIGEST " 44=" DIGEST, "6985" },
		{ SIGN, "41=00000001 42=11 43=" DIGEST, "6985" },
		{ SIGN, "41=00000001 42=22 43=" DIGEST, "6985" },
		{ SIGN, "41=00000001 42=21 43=" DIGEST "40", "6985" },
		{ SIGN, "41=00000001 42=21 43=", "6985" },
		{ SIGN, "41=00000001 42=21", "6a80" },
		{ SIGN, "41=00000001 43=" DIGEST, "6a80" },
		{ SIGN, "42=21 43=" DIGEST, "6a80" },
		{ SIGN, "41=00000001 42=21 43=" DIGEST " 44=0020", "6a80" },
		{ SIGN, "41=00000001 42=21 43=" DIGEST " 45=0020", "6a80" },
		{ VERIFY, "41=00000001 42=09 43=" DIGEST " 45=3006020101020101", "6985" },
		{ VERIFY, "41=00000001 42=21 43=20 45=3006020101020101", "6985" },
		{ VERIFY, "41=00000001 42=21 45=3006020101020101", "6a80" },
		{ VERIFY, "41=00000001 42=21 43=" DIGEST, "6a80" },
	};
	struct se050_fixture *f = *state;

	assert_said(f, PAIR, "41=00000001 42=03 43=" ONE " 44=" G, "9000");
	ASSERT_REFUSED(f, refusals);
	/* r and s of 1 are in range, of 0 are not: neither verifies. */
	assert_apdu(f, "80030c0a35 410400000001 420121 4320" DIGEST "45083006020101020101", "410102 9000");
	assert_apdu(f, "80030c0a35 410400000001 420121 4320" DIGEST "45083006020100020101", "410102 9000");
}

static void what_a_rule_of_the_policy_opens(void **state)
{
	/* Every rule of the class but one, by the command that it opens. */
	static const struct {
		const char *policy, *header, *data;
	} rows[] = {
		{ "080000000003fc1000", SIGN, "42=21 43=" DIGEST },
		{ "08000000000ffc1000", SIGN, "42=21 43=" DIGEST },
		{ "080000000017fc1000", VERIFY, "42=21 43=" DIGEST " 45=3006020101020101" },
		{ "08000000001bfc1000", ECDH, "42=" G },
		{ "08000000001fdc1000", READ, "" },
		{ "08000000001fec1000", PAIR, "43=" TWO " 44=" G2 },
		{ "08000000001ff41000", PAIR, "" },
		{ "08000000001ff81000", DELETE, "" },
		{ "080000000020000000", SIGN, "42=21 43=" DIGEST },
	};
	struct se050_fixture *f = *state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char data[400];

		snprintf(data, sizeof(data), "11=%s 41=%08zx 42=03 43=" ONE " 44=" G, rows[i].policy, i + 1);
		assert_said(f, PAIR, data, "9000");
		snprintf(data, sizeof(data), "41=%08zx %s", i + 1, rows[i].data);
		assert_said(f, rows[i].header, data, "6986");
	}
	/* Without one the default: everything is open. */
	assert_said(f, PAIR, "41=00000100 42=03 43=" ONE " 44=" G, "9000");
	assert_said(f, READ, "41=00000100", "41=" G " 9000");
	assert_said(f, ECDH, "41=00000100 42=" G2, "41=" G2_X " 9000");
	assert_said(f, PAIR, "41=00000100 43=" TWO " 44=" G2, "9000");
	assert_said(f, READ, "41=00000100", "41=" G2 " 9000");
	assert_said(f, PAIR, "41=00000100", "9000");
	assert_said(f, DELETE, "41=00000100", "9000");
	/* A user of his own, who is not there: nothing is allowed. */
	assert_said(f, PAIR, "11=087da000021fec1000 41=00000101 42=03", "9000");
	assert_said(f, SIGN, "41=00000101 42=21 43=" DIGEST, "6982");
}

static uint8_t origin_of(const struct se050_fixture *f, uint32_t id)
{
	return object_look(f->chip, id)->origin;
}

/* Only the value changes, and the origin with it; the kind of key and its curve do not. */
static void a_key_that_is_there(void **state)
{
	static const struct refusal refusals[] = {
		{ PAIR, "41=00000001 42=40", "6985" },
		{ PAIR, "41=00000001 43=" TWO, "6985" },
		{ PUBLIC, "41=00000001 44=" G2, "6985" },
		{ PRIVATE, "41=00000002", "6985" },
		{ PUBLIC, "41=00000003", "6985" },
		{ PAIR, "41=00000002 43=" TWO " 44=" G2, "6985" },
		{ PUBLIC, "41=00000003 44=04" G_X G_X, "6985" },
	};
	struct se050_fixture *f = *state;

	assert_said(f, PAIR, "41=00000001 42=03", "9000");
	assert_int_equal(origin_of(f, 1), ORIGIN_INTERNAL);
	assert_said(f, PAIR, "41=00000001 42=03 43=" ONE " 44=" G, "9000");
	assert_int_equal(origin_of(f, 1), ORIGIN_EXTERNAL);
	assert_said(f, PRIVATE, "41=00000002 42=03 43=" ONE, "9000");
	assert_said(f, PUBLIC, "41=00000003 42=03 44=" G, "9000");
	ASSERT_REFUSED(f, refusals);
	assert_said(f, READ, "41=00000001", "41=" G " 9000");
	assert_said(f, READ, "41=00000003", "41=" G " 9000");
	/* The key part of P1, and the flags of INS, are not looked at any more; nor is a policy. */
	assert_said(f, "80010100", "41=00000001 43=" TWO " 44=" G2, "9000");
	assert_said(f, "80c12100", "41=00000002 43=" TWO, "9000");
	assert_said(f, PAIR, "11=080000000000200000 41=00000003 44=" G2, "9000");
	assert_said(f, READ, "41=00000001", "41=" G2 " 9000");
	assert_said(f, READ, "41=00000003", "41=" G2 " 9000");
	assert_said(f, DELETE, "41=00000003", "9000");
	assert_said(f, "80010100", "41=00000001", "9000");
	assert_int_equal(origin_of(f, 1), ORIGIN_INTERNAL);
}

/* Before 3.4.0 an authentication object has no other rules either unless it is given them; by default it is read. */
static void authentication_keys(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, "80416100", "12=0003 41=00000001 42=03", "9000");
	assert_said(f, "80412100", "41=00000002 42=03 44=" G, "9000");
	assert_said(f, READ, "41=00000002", "41=" G " 9000");
	assert_said(f, SIGN, "41=00000001 42=21 43=" DIGEST, "6986");
	assert_said(f, DELETE, "41=00000001", "6986");
	assert_said(f, PAIR, "41=00000001", "6986");
}

static void versions_of_7_2(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, PAIR, "41=00000001 42=03 4b=00000007", "9000");
	assert_int_equal(object_look(f->chip, 1)->version, 7);
	/* The policy to compare is the stored one, or nothing is written. */
	assert_said(f, PAIR, "15=080000000000200000 41=00000001", "6985");
	assert_said(f, PAIR, "11=080000000000280000 41=00000002 42=03", "9000");
	assert_said(f, PAIR, "15=080000000000280000 41=00000002", "9000");
}

/* A transient key's value goes with the selection; its place does not. */
static void transient_keys(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_said(f, "80816100", "41=00000001 42=03 43=" ONE " 44=" G, "9000");
	assert_apdu(f, "8002002606 410400000001", "410101 420102 9000");
	assert_said(f, READ, "41=00000001", "41=" G " 9000");
	assert_said(f, ECDH, "41=00000001 42=" G2, "41=" G2_X " 9000");
	/* Another user's. */
	assert_apdu(f, "8041030018 41047da00002 4310" AES_KEY, "9000");
	se_session_aes(f, &s, 0x7da00002, AES_KEY, 0x33);
	assert_said_in(f, &s, READ, "41=00000001", "6985");
	assert_said_in(f, &s, SIGN, "41=00000001 42=21 43=" DIGEST, "6985");
	assert_said_in(f, &s, PAIR, "41=00000001", "6985");
	se_select(f);
	assert_said(f, READ, "41=00000001", "6985");
	assert_said(f, SIGN, "41=00000001 42=21 43=" DIGEST, "6985");
	assert_said(f, VERIFY, "41=00000001 42=21 43=" DIGEST " 45=3006020101020101", "6985");
	assert_said(f, ECDH, "41=00000001 42=" G2, "6985");
	assert_apdu(f, "8002002606 410400000001", "410101 420102 9000");
	assert_apdu(f, "80020b3606 410400000001", "410103 9000");
	/* Written anew it works again. */
	assert_said(f, PAIR, "41=00000001 43=" TWO " 44=" G2, "9000");
	assert_said(f, READ, "41=00000001", "41=" G2 " 9000");
	assert_said(f, DELETE, "41=00000001", "9000");
}

/*
 * The other side's point as an object (7.2): no rule opens it, but those that close an object do (AN12413 6.1), and a
 * transient one is its maker's alone (3.2.2.2).
 */
static void peers_that_are_closed(void **state)
{
	struct se050_fixture *f = *state;
	struct se_session s;

	assert_apdu(f, "8041030018 41047da00002 4310" AES_KEY, "9000");
	assert_said(f, PAIR, "41=00000001 42=03 43=" ONE " 44=" G, "9000");
	assert_said(f, PUBLIC, "11=080000000000200000 41=00000002 42=03 44=" G2, "9000");
	assert_said(f, PUBLIC, "11=080000000020200000 41=00000003 42=03 44=" G2, "9000");
	assert_said(f, PUBLIC, "11=087da0000200200000 41=00000004 42=03 44=" G2, "9000");
	assert_said(f, PUBLIC, "11=080000000000220000 41=00000005 42=03 44=" G2, "9000");
	assert_said(f, "80812100", "41=00000006 42=03 44=" G2, "9000");
	assert_said(f, ECDH, "41=00000001 43=00000002", "41=" G2_X " 9000");
	assert_said(f, ECDH, "41=00000001 43=00000003", "6986");
	assert_said(f, ECDH, "41=00000001 43=00000004", "6982");
	assert_said(f, ECDH, "41=00000001 43=00000005", "6986");
	assert_said(f, ECDH, "41=00000001 43=00000006", "41=" G2_X " 9000");
	assert_said(f, MULTIPLY, "41=00000001 43=00000002 44=06", "41=" G2 " 9000");
	assert_said(f, MULTIPLY, "41=00000001 43=00000003 44=06", "6986");
	assert_said(f, MULTIPLY, "41=00000001 43=00000004 44=06", "6982");
	se_session_aes(f, &s, 0x7da00002, AES_KEY, 0x33);
	assert_said_in(f, &s, ECDH, "41=00000001 43=00000004", "41=" G2_X " 9000");
	assert_said_in(f, &s, ECDH, "41=00000001 43=00000005", "41=" G2_X " 9000");
	assert_said_in(f, &s, ECDH, "41=00000001 43=00000006", "6985");
	assert_said_in(f, &s, MULTIPLY, "41=00000001 43=00000006 44=06", "6985");
}

/* Not a wrong signature: there is nothing to verify with. */
static void a_point_that_went_bad(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, PUBLIC, "41=00000001 42=03 44=" G, "9000");
	assert_apdu(f, "80030c0a35 410400000001 420121 4320" DIGEST "45083006020101020101", "410102 9000");
	object_change(f->chip, object_find(f->chip, 1))[64] ^= 1;
	assert_said(f, VERIFY, "41=00000001 42=21 43=" DIGEST " 45=3006020101020101", "6985");
}

static void curves_that_cannot_be_made(void **state)
{
	static const struct refusal refusals[] = {
		{ "80010b04", "41=03", "6985" }, /* there from the start */
		{ "80010b04", "41=00", "6985" },
		{ "80010b04", "41=12", "6985" },
		{ "80010b04", "41=3f", "6985" },
		{ "80010b04", "41=40", "6985" },
		{ "80010b04", "", "6a80" },
		{ "80010b40", "41=01 42=10 43=ff", "6a80" }, /* not created */
		{ "80010b40", "41=12 42=10 43=ff", "6a80" },
		{ "80010b40", "41=40 42=10 43=ff", "6a80" },
		{ "80010b40", "41=03 42=03 43=" G_X, "6985" },
		{ "80010b40", "41=03 42=00 43=" G_X, "6985" },
		{ "80010b40", "41=03 42=08 43=" ZERO, "6985" },
		{ "80010b40", "41=03 42=08 43=ffffffff", "6a80" },
		{ "80010b40", "41=03 42=04 43=" G_X G_Y, "6985" },
		{ "80010b40", "41=03 42=08", "6a80" },
		{ "80040b28", "41=01", "6985" },
		{ "80040b28", "41=00", "6985" },
		{ "80040b28", "41=12", "6985" },
		{ "80040b28", "41=41", "6985" },
		{ "80020b25", "41=03", "6a80" },
	};
	struct se050_fixture *f = *state;

	ASSERT_REFUSED(f, refusals);
	/* What is right may be said once more. */
	assert_said(f, "80010b40", "41=03 42=08 43=" ORDER, "9000");
	assert_said(f, "80010b40", "41=03 42=04 43=" G, "9000");
	assert_said(f, "80020b25", "", "41=0101020101010101010101010101010101 9000");
}

/* New keys want the curve, those that are there do not, until they are written anew. */
static void keys_of_a_deleted_curve(void **state)
{
	struct se050_fixture *f = *state;
	size_t left;

	assert_said(f, PAIR, "41=00000001 42=03 43=" ONE " 44=" G, "9000");
	left = object_memory_left(f->chip);
	assert_said(f, "80040b28", "41=03", "9000");
	assert_int_equal(object_memory_left(f->chip), left + 260);
	assert_said(f, "80040b28", "41=03", "6985");
	assert_said(f, "80020b25", "", "41=0101010101010101010101010101010101 9000");
	assert_said(f, PAIR, "41=00000002 42=03", "6985");
	assert_said(f, PAIR, "41=00000001", "6985");
	assert_said(f, ECDH, "41=00000001 42=" G2, "41=" G2_X " 9000");
	assert_said(f, "80010b04", "41=03", "9000");
	assert_int_equal(object_memory_left(f->chip), left);
	assert_said(f, PAIR, "41=00000002 42=03", "6985");
	se_power_cycle(f);
	assert_said(f, "80010b40", "41=03 42=08 43=" ORDER, "9000");
	assert_said(f, "80020b25", "", "41=0101010101010101010101010101010101 9000");
}

/* AN12436 table 1, AN12413 table 5: features gate what is written, not what is used. */
static void features(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, PAIR, "41=00000001 42=03 43=" ONE " 44=" G, "9000");
	assert_said(f, PAIR, "41=00000002 42=40", "9000");
	f->chip->nv.identity.applet_config[1] &= 0xf0;
	assert_said(f, PAIR, "41=00000003 42=03", "6985");
	assert_said(f, PAIR, "41=00000003 42=40", "6985");
	assert_said(f, PAIR, "41=00000003 42=41", "6985");
	assert_said(f, PAIR, "41=00000001", "6985");
	assert_said(f, "80010b04", "41=01", "6985");
	assert_said(f, "80010b04", "41=11", "6985");
	assert_said(f, READ, "41=00000001", "41=" G " 9000");
}

static void a_part_without_ec(void **state)
{
	struct se050_fixture *f = *state;

	assert_said(f, PAIR, "41=00000001 42=03", "6985");
	assert_said(f, PUBLIC, "41=00000001 42=03 44=" G, "6985");
	assert_said(f, PAIR, "41=00000001 42=40", "6985");
	assert_said(f, "80010b04", "41=01", "6985");
	/* What the factory made signs nothing for want of a right. */
	assert_said(f, SIGN, "41=7fff0201 42=21 43=" DIGEST, "6986");
}

/* Evidence 3.8: no agreement, no SHA-1, nothing below 224 bits; all of it in the platform channel. */
static void fips_parts(void **state)
{
	struct se050_fixture *f = se_new("se050f");

	(void)state;
	se_select(f);
	assert_said(f, PAIR, "41=00000001 42=03", "6982");
	se_open_channel(f, 0x33);
	assert_secure(f, "8001610009 410400000001 420103", "9000");
	assert_secure(f, "8001610009 410400000002 420101", "6985");
	assert_secure(f, "8001610009 410400000002 420140", "6985");
	assert_secure(f, "80010b0403 410101", "6985");
	assert_secure(f, "80010b0403 41010d", "6985");
	assert_secure(f, "80010b0403 410102", "9000");
	assert_secure(
		f, "80030c091f 410400000001 420111 4314 202122232425262728292a2b2c2d2e2f30313233", "6985");
	assert_secure(f, "8003010f49 410400000001 4241" G, "6985");
	assert_secure(f, "80030c0a35 410400000001 420121 4320" DIGEST "45083006020101020101", "410102 9000");
	assert_secure(f,
		"80030c0a29 410400000001 420111 4314 202122232425262728292a2b2c2d2e2f30313233 "
		"45083006020101020101",
		"410102 9000");
	se_free(f);
}

/* The memory of a part is what ends it. */
static void memory_runs_out(void **state)
{
	struct se050_fixture *f = *state;
	uint32_t id = 1;
	char data[32];
	uint8_t bytes[32], answer[16];
	size_t len;

	do {
		snprintf(data, sizeof(data), "8001610009 4104%08x 420103", (unsigned int)id++);
		len = se_hex(data, bytes, sizeof(bytes));
		len = se_apdu(f, bytes, len, answer, sizeof(answer));
	} while (len == 2 && answer[0] == 0x90);
	assert_memory_equal(answer, "\x6a\x84", 2);
	/* 352 bytes each of what the factory left of 50 KiB. */
	assert_in_range(id, 80, 90);
	snprintf(data, sizeof(data), "4104%08x", (unsigned int)(id - 1));
	assert_said(f, "80040027", "41=00000001", "410101 9000");
	while (object_memory_left(f->chip) >= 504)
		f->chip->nv.heap_cost++;
	assert_said(f, "80010b04", "41=05", "6a84");
}

static struct se_result sign(struct se050_fixture *f, uint32_t id)
{
	struct se_command c = se_command(SIGN);
	uint8_t digest[32];

	se_hex(DIGEST, digest, sizeof(digest));
	se_put_id(&c, 0x41, id);
	se_put_u8(&c, 0x42, 0x21);
	se_put(&c, 0x43, digest, sizeof(digest));
	return se_ask(f, &c);
}

static struct se_result read_key(struct se050_fixture *f, uint32_t id)
{
	struct se_command c = se_command(READ);

	se_put_id(&c, 0x41, id);
	return se_ask(f, &c);
}

/* One seed: the same keys and signatures. The next key is another one, and so is one after power was away. */
static void one_seed_one_history(void **state)
{
	struct se050_fixture *a = *state, *b = se_new("se050c");
	struct se_result first, second;

	se_select(b);
	assert_said(a, PAIR, "41=00000001 42=03", "9000");
	assert_said(b, PAIR, "41=00000001 42=03", "9000");
	first = read_key(a, 1);
	second = read_key(b, 1);
	assert_memory_equal(first.value, second.value, 65);
	first = sign(a, 1);
	second = sign(b, 1);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.value, second.value, first.len);
	second = sign(b, 1);
	assert_true(first.len != second.len || memcmp(first.value, second.value, first.len) != 0);
	first = read_key(a, 1);
	assert_said(a, PAIR, "41=00000002 42=03", "9000");
	assert_memory_not_equal(first.value, read_key(a, 2).value, 65);
	se_power_cycle(b);
	assert_said(b, PAIR, "41=00000002 42=03", "9000");
	assert_memory_not_equal(read_key(a, 2).value, read_key(b, 2).value, 65);
	/* What the factory made is the part's own. */
	assert_memory_equal(read_key(a, 0xf0000012).value, read_key(b, 0xf0000012).value, 65);
	se_free(b);
	b = se_new("se050c,serial=040050010203040506070809101112131415");
	se_select(b);
	assert_memory_not_equal(read_key(a, 0xf0000012).value, read_key(b, 0xf0000012).value, 65);
	se_free(b);
}

/* A snapshot holds persistent and transient keys; from it the same things follow again. */
static void snapshots(void **state)
{
	struct se050_fixture *f = *state;
	struct se_result first, second;
	struct bus_snapshot *snapshot;
	uint8_t number;

	assert_said(f, PAIR, "41=00000001 42=03", "9000");
	assert_said(f, "80816100", "41=00000002 42=40", "9000");
	snapshot = bus_snapshot_take(&f->board->bus);
	assert_non_null(snapshot);
	number = f->number;
	first = sign(f, 1);
	assert_said(f, DELETE, "41=00000001", "9000");
	assert_said(f, DELETE, "41=00000002", "9000");
	bus_snapshot_restore(&f->board->bus, snapshot);
	f->number = number;
	second = sign(f, 1);
	assert_int_equal(first.len, second.len);
	assert_memory_equal(first.value, second.value, first.len);
	assert_int_equal(read_key(f, 2).len, 32);
	bus_snapshot_free(snapshot);
}

#define ON(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		ON(keys_that_cannot_be_written),
		ON(objects_of_other_classes),
		ON(signatures_that_are_not_made),
		ON(what_a_rule_of_the_policy_opens),
		ON(a_key_that_is_there),
		ON(authentication_keys),
		cmocka_unit_test_setup_teardown(versions_of_7_2, set_up_e, tear_down),
		ON(transient_keys),
		cmocka_unit_test_setup_teardown(peers_that_are_closed, set_up_e, tear_down),
		ON(a_point_that_went_bad),
		ON(curves_that_cannot_be_made),
		ON(keys_of_a_deleted_curve),
		ON(features),
		cmocka_unit_test_setup_teardown(a_part_without_ec, set_up_b, tear_down),
		cmocka_unit_test(fips_parts),
		ON(memory_runs_out),
		ON(one_seed_one_history),
		ON(snapshots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
