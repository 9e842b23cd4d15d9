/* tests/conformance/talk_tidy.c: deletes what conversations made. */
#include "talk_tidy.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "se05x.h"
#include "tlv.h"

/* The user that may delete everything: a UserID that anybody may delete. */
#define JANITOR "7da0ffff"
#define JANITOR_VALUE "c0a1b2c3d4"
#define JANITOR_MADE "410700 11:080000000000040000 41:" JANITOR " 42:" JANITOR_VALUE

enum {
	PAGES = 64,
	MORE_TO_COME = 0x02,  /* AN12413 table 47 */
	CURVE_NOT_SET = 0x01, /* AN12413 4.3.21 */
	P1_KIND = 0x1f,
	APPLET_OWN_RULES = 0x030400,
	APPLET_7_2 = 0x070200,
	RULE_READ = 0x00200000,
	ASYMMETRIC_GONE = 0x00c00000,
	SYMMETRIC_GONE = 0x00080000,
};

/* Whom scripts let in, and what they leave there. */
static const char *const users[] = { ".userid 00a00077 c001020304", ".userid 00a00001 c001020304",
	".aes 00a000f0 404142434445464748494a4b4c4d4e4f 33" };
static const char *const user_crypto_objects[] = { "0098", "0001" };

static const uint8_t may_delete[] = { 0x08, 0x7d, 0xa0, 0xff, 0xff, 0x00, 0x04, 0x00, 0x00 };

/* Rules that 7.2 has no more (docs/reference/se050-evidence.md 3.4): KDF and WRAP of asymmetric keys, GEN of symmetric ones. */
static uint32_t gone(uint8_t p1)
{
	uint8_t kind = p1 & P1_KIND;

	if (kind == P1_EC || kind == P1_RSA)
		return ASYMMETRIC_GONE;
	return kind == P1_AES || kind == P1_DES || kind == P1_HMAC ? SYMMETRIC_GONE : 0;
}

/* The same policy as the applet's version has it. */
static void modernise(const struct talk *talk, struct text_command *command)
{
	struct text_item *item = text_find(command, TAG_POLICY, 0);
	uint32_t mask = gone(command->header[2]);
	uint8_t policy[TEXT_VALUE_MAX];
	struct wbuf w = wbuf_to(policy, sizeof(policy));
	struct rbuf r;

	if (!item || mask == 0 || peer_version(talk->peer) < APPLET_7_2)
		return;
	r = rbuf_from(text_bytes(command, item), item->len);
	while (rbuf_left(&r) > 0) {
		uint8_t len = rbuf_u8(&r);
		struct rbuf entry = rbuf_take(&r, len);

		wbuf_u8(&w, len);
		wbuf_be32(&w, rbuf_be32(&entry));
		wbuf_be32(&w, rbuf_be32(&entry) & ~mask);
		wbuf_put(&w, entry.at, rbuf_left(&entry));
		if (rbuf_bad(&entry) || rbuf_bad(&r) || wbuf_bad(&w))
			return;
	}
	text_put(command, TAG_POLICY, policy, w.len);
}

/* What an authentication object without a policy is to all but the janitor: READ, where its class may have that. */
static void put_default(const struct talk *talk, const struct text_command *command, struct wbuf *w)
{
	bool reads = command->header[2] != P1_AES || peer_version(talk->peer) >= APPLET_OWN_RULES;

	wbuf_u8(w, 8);
	wbuf_be32(w, 0);
	wbuf_be32(w, reads ? RULE_READ : 0);
}

void talk_tidy(const struct talk *talk, struct text_command *command)
{
	uint8_t policy[TEXT_VALUE_MAX];
	struct wbuf w = wbuf_to(policy, sizeof(policy));
	const struct text_item *item;
	uint8_t ins = command->header[1];

	if (command->header[0] == CLA_PROPRIETARY && !command->raw &&
		(ins & ~(unsigned int)(INS_TRANSIENT | INS_AUTHENTICATES)) == INS_WRITE)
		modernise(talk, command);
	item = text_find(command, TAG_POLICY, 0);
	if (!talk->peer->tidies || command->header[0] != CLA_PROPRIETARY || command->raw ||
		(ins & ~(unsigned int)(INS_TRANSIENT | INS_AUTHENTICATES)) != INS_WRITE ||
		command->header[2] == P1_CURVE || command->header[2] == P1_CRYPTO_OBJECT ||
		command->header[3] == P2_IMPORT)
		return;
	if (item)
		wbuf_put(&w, text_bytes(command, item), item->len);
	else if (ins & INS_AUTHENTICATES)
		put_default(talk, command, &w);
	else
		return;
	wbuf_put(&w, may_delete, sizeof(may_delete));
	text_put(command, TAG_POLICY, policy, w.len);
}

static int list_objects(struct talk *talk, struct tidy_list *list, struct why *why)
{
	bool more = true;

	for (size_t page = 0; more && page < PAGES; page++) {
		uint8_t answer[TEXT_APDU_MAX];
		struct wbuf w = wbuf_to(answer, sizeof(answer));
		char line[40];
		struct rbuf r;
		struct tlv flag, ids;

		snprintf(line, sizeof(line), "020025 41:%04zx 42:ff", list->n);
		if (talk_ask(talk, line, &w) != SW_OK)
			return why_fail(why, EPROTO, "the objects that there are cannot be listed");
		r = rbuf_from(answer, w.len);
		if (!tlv_next(&r, &flag) || !tlv_next(&r, &ids))
			return why_fail(why, EPROTO, "the answer to ReadIDList makes no sense");
		more = rbuf_u8(&flag.value) == MORE_TO_COME && rbuf_left(&ids.value) > 0;
		while (rbuf_left(&ids.value) >= 4) {
			if (list->n == TIDY_OBJECTS)
				return why_fail(why, ENOSPC, "the part holds too many objects");
			list->ids[list->n++] = rbuf_be32(&ids.value);
		}
	}
	return 0;
}

int talk_list(struct talk *talk, struct tidy_list *list, struct why *why)
{
	uint8_t answer[64];
	struct wbuf w = wbuf_to(answer, sizeof(answer));
	struct tlv curves;
	struct rbuf r;

	memset(list, 0, sizeof(*list));
	if (talk_ask(talk, "020b25", &w) == SW_OK) {
		r = rbuf_from(answer, w.len);
		if (tlv_next(&r, &curves))
			while (list->n_curves < TIDY_CURVES && rbuf_left(&curves.value) > 0)
				list->curves[list->n_curves++] = rbuf_u8(&curves.value);
	}
	return list_objects(talk, list, why);
}

static bool has(const struct tidy_list *list, uint32_t id)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->ids[i] == id)
			return true;
	return false;
}

/* What may be deleted by anybody; then what the janitor may. Returns how many stay. */
static size_t delete_new(
	struct talk *talk, const struct tidy_list *found, const struct tidy_list *now, struct why *why)
{
	struct why trouble;
	size_t left = 0;

	for (size_t i = 0; i < now->n; i++) {
		char line[40];

		if (has(found, now->ids[i]))
			continue;
		snprintf(line, sizeof(line), "040028 41:%08x", now->ids[i]);
		if (talk_run(talk, line, &trouble) == TALK_DONE)
			continue;
		why_fail(why, EEXIST, "object %08x stays: it cannot be deleted", now->ids[i]);
		left++;
	}
	return left;
}

/* Those that were not whole before: one that only begins to be is in no list. */
static int delete_curves(struct talk *talk, const struct tidy_list *found, struct why *why)
{
	struct tidy_list now;
	struct why trouble;
	int rc;

	for (size_t i = 0; i < found->n_curves; i++) {
		char line[40];

		if (found->curves[i] != CURVE_NOT_SET)
			continue;
		snprintf(line, sizeof(line), "040b28 41:%02zx", i + 1);
		talk_run(talk, line, &trouble);
	}
	rc = talk_list(talk, &now, why);
	if (rc == 0 &&
		(now.n_curves != found->n_curves || memcmp(now.curves, found->curves, now.n_curves) != 0))
		return why_fail(why, EEXIST, "a curve stays: it cannot be deleted");
	return rc;
}

/* Crypto objects of the default session; those of sessions are over with them. */
static void delete_crypto_objects(struct talk *talk)
{
	uint8_t answer[TEXT_APDU_MAX];
	struct wbuf w = wbuf_to(answer, sizeof(answer));
	struct why trouble;
	struct rbuf r;
	struct tlv list;

	if (talk_ask(talk, "021025", &w) != SW_OK)
		return;
	r = rbuf_from(answer, w.len);
	if (!tlv_next(&r, &list))
		return;
	while (rbuf_left(&list.value) >= 4) {
		char line[40];

		snprintf(line, sizeof(line), "041028 41:%04x", rbuf_be16(&list.value));
		rbuf_be16(&list.value);
		talk_run(talk, line, &trouble);
	}
}

/* What belongs to a user of scripts: transient objects and crypto objects of its sessions. */
static void delete_of_user(
	struct talk *talk, const char *user, const struct tidy_list *found, const struct tidy_list *now)
{
	char line[40];

	if (talk_run(talk, user, NULL) != TALK_DONE) {
		talk_run(talk, ".select", NULL);
		return;
	}
	for (size_t i = 0; i < sizeof(user_crypto_objects) / sizeof(user_crypto_objects[0]); i++) {
		snprintf(line, sizeof(line), "041028 41:%s", user_crypto_objects[i]);
		talk_run(talk, line, NULL);
	}
	delete_new(talk, found, now, NULL);
	talk_run(talk, ".select", NULL);
}

int talk_clear(struct talk *talk, const struct tidy_list *found, struct why *why)
{
	struct tidy_list now;
	int rc = talk_list(talk, &now, why);
	size_t left;

	if (rc < 0)
		return rc;
	delete_crypto_objects(talk);
	left = delete_new(talk, found, &now, why);
	for (size_t i = 0; left > 0 && i < sizeof(users) / sizeof(users[0]); i++)
		delete_of_user(talk, users[i], found, &now);
	if (left > 0) {
		if (talk_run(talk, JANITOR_MADE "; .userid " JANITOR " " JANITOR_VALUE, why) == TALK_DONE) {
			rc = talk_list(talk, &now, why);
			left = rc == 0 ? delete_new(talk, found, &now, why) : left;
		}
		/* The janitor itself goes outside its session. */
		talk_run(talk, ".select; 040028 41:" JANITOR, why);
		rc = talk_list(talk, &now, why);
		left = rc == 0 ? delete_new(talk, found, &now, why) : left;
	}
	rc = delete_curves(talk, found, why);
	if (rc < 0)
		return rc;
	return left > 0 ? -EEXIST : 0;
}
