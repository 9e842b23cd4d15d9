/* fuzz/se050_run.c: one input's run of an SE05x, watched by the oracles. */
#include "se050_run.h"

#include <string.h>

#include "apdu.h"
#include "fuzz.h"
#include "se050_oracle.h"
#include "se05x.h"
#include "t1.h"

enum {
	MODE_LATENCY = 0x01,
};

static const struct se050_start *choose(
	const struct se050_world *world, enum se050_starts starts, uint8_t byte)
{
	const struct se050_start *start = &world->starts[byte % world->n_starts];
	size_t at = (size_t)(start - world->starts);

	while (starts == STARTS_CARD && world->starts[at].host.selected)
		at = (at + 1) % world->n_starts;
	return &world->starts[at];
}

void se050_run_begin(struct se050_run *run, enum se050_starts starts, struct rbuf *input)
{
	struct se050_world *world = se050_world();
	uint8_t mode;

	run->world = world;
	run->start = choose(world, starts, rbuf_u8(input));
	mode = rbuf_u8(input);
	rbuf_be16(input);
	run->host = run->start->host;
	run->costly = 0;
	run->n_answers = 0;
	memcpy(world->now, run->start->chip, world->model.size);
	run->env = (struct chip_env){
		.crypto = world->crypto,
		.rng = &world->rng,
		.latency = mode & MODE_LATENCY ? LATENCY_TYPICAL : LATENCY_NONE,
		.address = T1_ADDRESS_DEFAULT,
		.now_ns = UINT64_C(3600000000000),
	};
	run->wire = (struct se050_wire){
		.model = &world->model,
		.chip = world->now,
		.env = &run->env,
		.edge = world->edge,
		.heard = UINT64_C(0xcbf29ce484222325),
	};
}

/* Signing, agreeing, making keys, and everything with RSA. */
static bool is_costly(const struct apdu *apdu)
{
	switch (apdu->ins & 0x1f) {
	case INS_WRITE:
		return (apdu->p1 & 0x1f) == P1_EC || (apdu->p1 & 0x1f) == P1_RSA;
	case INS_READ:
	case INS_MANAGE:
		return apdu->ins & INS_ATTEST || apdu->p2 == P2_SANITY;
	case INS_CRYPTO:
		return apdu->p1 == P1_EC || apdu->p1 == P1_RSA || apdu->p1 == P1_SIGNATURE ||
		       apdu->p1 == P1_TLS || apdu->p2 == P2_PBKDF || apdu->ins & INS_ATTEST;
	case INS_IMPORT_EXTERNAL:
		return true;
	default:
		return apdu->ins == GP_INTERNAL_AUTHENTICATE || apdu->ins == CARD_GET_DATA;
	}
}

/* PROCESS may carry anything, and an APDU under protection be anything. */
static bool too_costly(struct se050_run *run, struct rbuf command)
{
	struct apdu apdu;

	if (!apdu_parse(command, &apdu))
		return false;
	if (!is_costly(&apdu) && (apdu.ins & 0x1f) != INS_PROCESS)
		return false;
	return ++run->costly > run->world->costly_max;
}

static void keep_answer(struct se050_run *run, const uint8_t *bytes, size_t len)
{
	struct se050_answer *answer = &run->answers[run->n_answers++ % SE050_ANSWERS];

	answer->len = len;
	memcpy(answer->bytes, bytes, len);
}

/* As much of a chip as oracles look at: all but the unused part of the heap. */
static void copy_chip(const struct chip_model *model, struct se050 *to, const struct se050 *from)
{
	size_t index = offsetof(struct se050, heap) + from->nv.heap_size;

	memcpy(to, from, offsetof(struct se050, heap) + from->nv.heap_used);
	memcpy((uint8_t *)to + index, (const uint8_t *)from + index, model->size - index);
}

static void remember(struct se050_run *run)
{
	if (run->drops_cache)
		crypto_drop_cache(run->world->crypto);
	copy_chip(&run->world->model, run->world->before, run->world->now);
}

static struct rbuf data_of(const uint8_t *answer, size_t len)
{
	return rbuf_from(answer, len < 2 ? 0 : len - 2);
}

/* REQUIRE_SM: C-MAC and C-DECRYPTION of the session's own channel, or the platform's (AN12413 table 50). */
static bool is_secured(const struct se050_host *host)
{
	return host->has_channel || host->has_platform;
}

void se050_run_command(struct se050_run *run, const uint8_t *bytes, size_t len)
{
	uint8_t answer[HOST_APDU_MAX];
	struct se050_seen seen = {
		.command = rbuf_from(bytes, len),
		.user = run->host.user,
		.secured = is_secured(&run->host),
		.in_applet = run->world->now->card.selected == APPLICATION_IOT,
	};

	if (len > HOST_APDU_MAX || too_costly(run, seen.command))
		return;
	remember(run);
	len = se050_host_apdu(&run->wire, &run->host, seen.command, answer, sizeof(answer), &seen.status);
	seen.data = data_of(answer, len);
	keep_answer(run, answer, len);
	se050_oracle_command(run, &seen, run->world->before, run->world->now);
}

/* Outside of all channels; whose command it may have been is not known, so policies are not looked at. */
void se050_run_apdu(struct se050_run *run, const uint8_t *bytes, size_t len)
{
	uint8_t answer[HOST_APDU_MAX];
	uint16_t status;

	if (len > HOST_APDU_MAX || too_costly(run, rbuf_from(bytes, len)))
		return;
	remember(run);
	len = se050_wire_apdu(&run->wire, &run->host, bytes, len, answer, sizeof(answer));
	se050_oracle_bytes(run, answer, len);
	if (len < 2)
		return;
	keep_answer(run, answer, len);
	status = (uint16_t)(answer[len - 2] << 8 | answer[len - 1]);
	if (status != SW_OK && len == 2)
		se050_oracle_unchanged(run->world->before, run->world->now, "refused");
}

void se050_run_block(struct se050_run *run, const uint8_t *bytes, size_t len)
{
	uint8_t block[T1_BLOCK_MAX];
	struct t1_block parsed;
	bool sound = len <= T1_BLOCK_MAX &&
		     t1_block_parse(rbuf_from(bytes, len), &parsed) == T1_ACKNOWLEDGED &&
		     parsed.nad == T1_NAD_TO_CHIP;

	if (len > SE050_EDGE || (sound && !(parsed.pcb & T1_NOT_I) && ++run->costly > 16))
		return;
	remember(run);
	se050_wire_write(&run->wire, bytes, len);
	if (!sound) {
		se050_oracle_unchanged(run->world->before, run->world->now, "a broken block");
		if (memcmp(&run->world->before->card, &run->world->now->card,
			    sizeof(run->world->now->card)) != 0 ||
			memcmp(&run->world->before->applet, &run->world->now->applet,
				sizeof(run->world->now->applet)) != 0)
			fuzz_fail("a broken block changed the card");
	}
	len = se050_wire_block(&run->wire, block);
	se050_oracle_bytes(run, block, len);
	if (!sound && len > 0 && !(block[1] & T1_NOT_I) && run->world->before->link.out_len != len)
		fuzz_fail("a broken block is answered by an I-block that was not sent before");
}

void se050_run_read(struct se050_run *run, size_t len)
{
	uint8_t bytes[SE050_EDGE];

	if (len > sizeof(bytes))
		return;
	if (se050_wire_read(&run->wire, bytes, len))
		se050_oracle_bytes(run, bytes, len);
}

void se050_run_power_cycle(struct se050_run *run)
{
	remember(run);
	run->wire.model->power_off(run->wire.chip, &run->env);
	run->wire.model->power_on(run->wire.chip, &run->env);
	se050_oracle_unchanged(run->world->before, run->world->now, "power went and came");
	run->host = (struct se050_host){ .number = 0 };
}

void se050_run_wait(struct se050_run *run, uint64_t ns)
{
	run->env.now_ns += ns;
}

struct se050_result se050_run_result(const struct se050_run *run)
{
	const uint8_t *bytes = (const uint8_t *)run->world->now;
	struct se050_result result = { .heard = run->wire.heard, .chip = UINT64_C(0xcbf29ce484222325) };
	uint64_t word;

	for (size_t at = 0; at + sizeof(word) <= run->world->model.size; at += sizeof(word)) {
		memcpy(&word, bytes + at, sizeof(word));
		result.chip = (result.chip ^ word) * UINT64_C(0x100000001b3);
	}
	return result;
}

bool se050_run_twice(const uint8_t *bytes, size_t len)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < len; i++)
		sum = sum * 31 + bytes[i];
	return (sum ^ sum >> 8) % 16 == 0;
}
