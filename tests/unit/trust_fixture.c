/* tests/unit/trust_fixture.c: a pre-provisioned ATECC on a bus, read by commands as a host does it. */
#include "trust_fixture.h"

#include "cmocka_all.h"

#include <stdio.h>
#include <string.h>

#include "link_board.h"

/* atecc608.md 11.4 and the books' OTP pages (TNGTLS-B 2.3, TFLX-B 2.3, LORA-B 2.3) */
const struct trust_place trust_places[] = {
	{ "atecc608a-tngtls", 0x35, "x6tjuZMy", &host_device_3, 0, 10, 0, 11, 12, 0, 5, 12 },
	{ "atecc608b-tngtls", 0x35, "x6tjuZMy", &host_device_3, 0, 10, 0, 11, 12, 0, 5, 12 },
	{ "atecc608a-tngtls-early", 0x35, "Rsuy5YJh", &host_device_2, 0, 10, 0, 11, 12, 0, 0, 0 },
	{ "atecc608a-tflxtls", 0x36, "wdNxAjae", &host_device_2, 0, 10, 0, 11, 12, 0, 0, 0 },
	{ "atecc608b-tflxtls", 0x36, "wdNxAjae", &host_device_2, 0, 10, 0, 11, 12, 0, 0, 0 },
	{ "atecc608b-tflxtls-sn", 0x36, "MKMwyhP1", &host_device_3_plain, 0, 10, 0, 11, 12, 0, 0, 0 },
	{ "atecc608b-tnglora", 0x59, "jsMu7iYO", &host_device_4, 1, 8, 72, 8, 8, 144, 10, 16 },
};

const size_t n_trust_places = sizeof(trust_places) / sizeof(trust_places[0]);

const struct trust_place *trust_place(const char *profile)
{
	for (size_t i = 0; i < n_trust_places; i++)
		if (strcmp(trust_places[i].profile, profile) == 0)
			return &trust_places[i];
	fail_msg("there is no %s", profile);
	return NULL;
}

struct trust_part trust_open(const struct trust_place *place, const char *rest)
{
	static const struct board_options options = { .clock = CLOCK_INSTANT, .seeded = true, .seed = 12 };
	struct trust_part part = { .place = place };
	struct atca_answer answer;
	struct why why = { "" };
	char text[256];

	snprintf(text, sizeof(text), "%s%s", place->profile, rest);
	if (board_new(&part.board, &options, &why) < 0 || board_add_all(part.board, text, &why) < 0 ||
		board_power(part.board, &why) < 0 ||
		link_over_bus(&part.link, &part.board->bus, NULL, 0, &why) < 0)
		fail_msg("%s: %s", text, why.text);
	part.host = atca_host_make(part.link, place->address);
	part.chip = part.board->parts[0]->chip;
	assert_int_equal(atca_host_wake(&part.host, &answer), 0);
	return part;
}

void trust_close(struct trust_part *part)
{
	link_close(part->link);
	board_free(part->board);
}

enum atca_status trust_command(struct trust_part *part, enum atca_opcode opcode, uint8_t param1,
	uint16_t param2, const void *data, size_t len, struct atca_answer *answer)
{
	struct atca_answer own;

	answer = answer ? answer : &own;
	assert_int_equal(atca_host_command(&part->host, opcode, param1, param2, data, len, answer), 0);
	return answer->status;
}

/* Words of 4 bytes: param2 has the word in bits 2..0, the slot in 6..3, the block in 11..8 (TNGTLS-B 4.4). */
void trust_read(struct trust_part *part, unsigned int slot, size_t at, size_t len, uint8_t *bytes)
{
	struct atca_answer answer;

	for (size_t i = 0; i < len; i += 4) {
		size_t word = (at + i) / 4;
		uint16_t place = (uint16_t)(word / 8 << 8 | slot << 3 | word % 8);

		assert_int_equal(trust_command(part, ATCA_READ, 0x02, place, NULL, 0, &answer), ATCA_SUCCESS);
		assert_int_equal(answer.len, 4);
		memcpy(bytes + i, answer.data, 4);
	}
}

void trust_public_key(struct trust_part *part, unsigned int slot, uint8_t point[64])
{
	struct atca_answer answer;

	assert_int_equal(
		trust_command(part, ATCA_GEN_KEY, 0x00, (uint16_t)slot, NULL, 0, &answer), ATCA_SUCCESS);
	assert_int_equal(answer.len, 64);
	memcpy(point, answer.data, 64);
}

void trust_serial(struct trust_part *part, uint8_t serial[9])
{
	struct atca_answer answer;

	assert_int_equal(trust_command(part, ATCA_READ, 0x80, 0, NULL, 0, &answer), ATCA_SUCCESS);
	memcpy(serial, answer.data, 4);
	memcpy(serial + 4, answer.data + 8, 5);
}

void trust_device(struct trust_part *part, struct host_pieces *pieces)
{
	const struct trust_place *place = part->place;

	memset(pieces, 0, sizeof(*pieces));
	trust_read(part, place->device_slot, place->device_at, 72, pieces->compressed);
	trust_public_key(part, place->key_slot, pieces->point);
	trust_serial(part, pieces->serial);
	if (place->address_len > 0)
		trust_read(part, place->address_slot, 0, place->address_len, (uint8_t *)pieces->address);
}

/* A public key in a slot: 4 bytes, X, 4 bytes, Y (atecc608.md 8.5). */
void trust_signer(struct trust_part *part, struct host_pieces *pieces)
{
	uint8_t padded[72];

	memset(pieces, 0, sizeof(*pieces));
	trust_read(part, part->place->signer_slot, part->place->signer_at, 72, pieces->compressed);
	trust_read(part, part->place->signer_key_slot, 0, 72, padded);
	assert_memory_equal(padded, "\0\0\0\0", 4);
	assert_memory_equal(padded + 36, "\0\0\0\0", 4);
	memcpy(pieces->point, padded + 4, 32);
	memcpy(pieces->point + 32, padded + 40, 32);
	trust_serial(part, pieces->serial);
}
