/* tests/unit/test_trust_policy.c: what can be done with the slots of pre-provisioned ATECCs as shipped. */
#include "cmocka_all.h"

#include <string.h>

#include "trust_fixture.h"
#include "zones.h"

/* What a slot lets anybody do: r read it in clear, w write 32 bytes in clear, g make a key, l lock it, s sign a digest. */
struct policy {
	const char *profile;
	const char *source;
	const char *slots[ATECC_SLOTS];
};

static const struct policy policies[] = {
	{ "atecc608a-tngtls", "TNGTLS-A 2.2.3, 2.2.4",
		{ "s", "", "gls", "gls", "gls", "r", "wl", "", "rwl", "w", "r", "r", "r", "", "", "" } },
	{ "atecc608b-tngtls", "TNGTLS-B 2.2.3, 2.2.4",
		{ "s", "", "gls", "gls", "gls", "r", "wl", "", "rwl", "w", "r", "r", "r", "", "", "" } },
	/* 5 is written encrypted, 14 while its key is not valid */
	{ "atecc608a-tngtls-early", "atecc608-docs.md 9",
		{ "s", "", "gls", "gls", "gls", "l", "wl", "", "rwl", "w", "r", "r", "r", "rwl", "rw",
			"rwl" } },
	{ "atecc608a-tflxtls", "TFLX-A 2.2.3, 2.2.4",
		{ "s", "", "gls", "gls", "gls", "l", "wl", "", "rwl", "w", "rwl", "rwl", "rwl", "rwl", "rw",
			"rwl" } },
	{ "atecc608b-tflxtls", "TFLX-B 2.2.3, 2.2.4",
		{ "s", "", "gls", "gls", "gls", "l", "wl", "", "rwl", "w", "rwl", "rwl", "rwl", "rwl", "rw",
			"rwl" } },
	{ "atecc608b-tflxtls-sn", "TFLX-B 2.2.3, 2.2.4",
		{ "s", "", "gls", "gls", "gls", "l", "wl", "", "rwl", "w", "rwl", "rwl", "rwl", "rwl", "rw",
			"rwl" } },
	/* 2 to 7 are read encrypted */
	{ "atecc608b-tnglora", "LORA-B 2.1.1, 2.2.3, 2.2.4",
		{ "", "s", "w", "w", "w", "w", "w", "w", "rwl", "r", "rwl", "w", "w", "", "wl", "" } },
};

struct action {
	char letter;
	enum atca_status (*run)(struct trust_part *part, unsigned int slot);
};

static enum atca_status read_slot(struct trust_part *part, unsigned int slot)
{
	return trust_command(part, ATCA_READ, 0x82, (uint16_t)(slot << 3), NULL, 0, NULL);
}

static enum atca_status write_slot(struct trust_part *part, unsigned int slot)
{
	static const uint8_t zeros[32];

	return trust_command(part, ATCA_WRITE, 0x82, (uint16_t)(slot << 3), zeros, sizeof(zeros), NULL);
}

static enum atca_status make_key(struct trust_part *part, unsigned int slot)
{
	return trust_command(part, ATCA_GEN_KEY, 0x04, (uint16_t)slot, NULL, 0, NULL);
}

static enum atca_status lock_slot(struct trust_part *part, unsigned int slot)
{
	return trust_command(part, ATCA_LOCK, (uint8_t)(0x02 | slot << 2), 0, NULL, 0, NULL);
}

static enum atca_status sign_digest(struct trust_part *part, unsigned int slot)
{
	static const uint8_t digest[32] = { 1 };

	assert_int_equal(
		trust_command(part, ATCA_NONCE, 0x03, 0, digest, sizeof(digest), NULL), ATCA_SUCCESS);
	return trust_command(part, ATCA_SIGN, 0x80, (uint16_t)slot, NULL, 0, NULL);
}

static const struct action actions[] = {
	{ 'r', read_slot },
	{ 's', sign_digest },
	{ 'w', write_slot },
	{ 'g', make_key },
	{ 'l', lock_slot },
};

static bool is_private_slot(const struct trust_part *part, unsigned int slot)
{
	return part->chip->nv.config[CONFIG_KEY_CONFIG + 2 * slot] & 1;
}

static void check_slot(struct trust_part *part, const struct policy *policy, unsigned int slot)
{
	for (size_t i = 0; i < sizeof(actions) / sizeof(actions[0]); i++) {
		bool allowed = strchr(policy->slots[slot], actions[i].letter) != NULL;
		enum atca_status status;

		/* Of other slots the commands say that they are none for them, whatever the policy. */
		if (strchr("gs", actions[i].letter) && !is_private_slot(part, slot) && !allowed)
			continue;
		status = actions[i].run(part, slot);
		if (status != (allowed ? ATCA_SUCCESS : ATCA_EXECUTION_ERROR))
			fail_msg("%s slot %u: '%c' answers %02x, which %s does not say", policy->profile,
				slot, actions[i].letter, status, policy->source);
	}
}

static void slots_let_do_what_the_books_say(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++)
		for (unsigned int slot = 0; slot < ATECC_SLOTS; slot++) {
			struct trust_part part = trust_open(trust_place(policies[i].profile), "");

			check_slot(&part, &policies[i], slot);
			trust_close(&part);
		}
}

/* A slot once locked keeps its key (LORA-B 2.1.1) */
static void a_locked_slot_can_be_used_and_not_changed(void **state)
{
	struct trust_part part = trust_open(trust_place("atecc608b-tngtls"), "");
	uint8_t before[64], after[64];

	(void)state;
	trust_public_key(&part, 2, before);
	assert_int_equal(lock_slot(&part, 2), ATCA_SUCCESS);
	assert_int_equal(make_key(&part, 2), ATCA_EXECUTION_ERROR);
	assert_int_equal(sign_digest(&part, 2), ATCA_SUCCESS);
	trust_public_key(&part, 2, after);
	assert_memory_equal(before, after, sizeof(before));
	trust_close(&part);
}

/* Both zones locked, no slot (four real parts: atecc608-docs.md 9) */
static void parts_are_shipped_locked_and_no_slot_of_them(void **state)
{
	struct atca_answer answer;

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct trust_part part = trust_open(&trust_places[i], "");

		assert_int_equal(trust_command(&part, ATCA_READ, 0x00, 0x15, NULL, 0, &answer), ATCA_SUCCESS);
		assert_memory_equal(answer.data, "\x00\x00\x00\x00", 4);
		assert_int_equal(trust_command(&part, ATCA_READ, 0x00, 0x16, NULL, 0, &answer), ATCA_SUCCESS);
		assert_memory_equal(answer.data, "\xff\xff", 2);
		trust_close(&part);
	}
}

/* TNGTLS-B 2.1.1: the counters are free, and start at zero */
static void counters_start_at_zero(void **state)
{
	struct atca_answer answer;

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct trust_part part = trust_open(&trust_places[i], "");

		for (uint16_t id = 0; id < 2; id++) {
			assert_int_equal(
				trust_command(&part, ATCA_COUNTER, 0x00, id, NULL, 0, &answer), ATCA_SUCCESS);
			assert_memory_equal(answer.data, "\0\0\0\0", 4);
		}
		trust_close(&part);
	}
}

/* 0123 .. 01; of TNGLoRaWAN for The Things Industries 27 (LORA-B 2.1) */
static void serial_numbers_are_of_the_family(void **state)
{
	uint8_t serial[9];

	(void)state;
	for (size_t i = 0; i < n_trust_places; i++) {
		struct trust_part part = trust_open(&trust_places[i], "");

		trust_serial(&part, serial);
		assert_memory_equal(serial, "\x01\x23", 2);
		assert_int_equal(serial[8], trust_places[i].address == 0x59 ? 0x27 : 0x01);
		trust_close(&part);
	}
}

/* Slot 1 signs what the part tells of itself, and nothing that a host brings (TNGTLS-B 2.2.4) */
static void the_attestation_key_signs_internal_messages_only(void **state)
{
	static const uint8_t seed[20] = { 7 };
	struct trust_part part = trust_open(trust_place("atecc608b-tngtls"), "");
	struct atca_answer answer;

	(void)state;
	assert_int_equal(sign_digest(&part, 1), ATCA_EXECUTION_ERROR);
	assert_int_equal(trust_command(&part, ATCA_NONCE, 0x00, 0, seed, sizeof(seed), NULL), ATCA_SUCCESS);
	assert_int_equal(trust_command(&part, ATCA_GEN_KEY, 0x08, 0, NULL, 0, NULL), ATCA_SUCCESS);
	assert_int_equal(trust_command(&part, ATCA_SIGN, 0x00, 1, NULL, 0, &answer), ATCA_SUCCESS);
	assert_int_equal(answer.len, 64);
	trust_close(&part);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_let_do_what_the_books_say),
		cmocka_unit_test(a_locked_slot_can_be_used_and_not_changed),
		cmocka_unit_test(parts_are_shipped_locked_and_no_slot_of_them),
		cmocka_unit_test(counters_start_at_zero),
		cmocka_unit_test(serial_numbers_are_of_the_family),
		cmocka_unit_test(the_attestation_key_signs_internal_messages_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
