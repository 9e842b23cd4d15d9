/* tests/conformance/refusal_states.c: what follows @ in a situation: which good command it takes, and what is done to the part. */
#include <stdlib.h>
#include <string.h>

#include "policy_matrix.h"
#include "refusal_plan.h"
#include "good.h"

/* "CONFIG_TLS off": AppletConfig without that bit (AN12413 table 5). */
static bool feature_off(const char *state, struct plan *plan)
{
	static const struct {
		const char *state;
		unsigned int bit;
	} features[] = { { "CONFIG_ECDAA off", 0x0001 }, { "CONFIG_ECDSA_ECDH_ECDHE off", 0x0002 },
		{ "CONFIG_EDDSA off", 0x0004 }, { "CONFIG_DH_MONT off", 0x0008 },
		{ "CONFIG_HMAC off", 0x0010 }, { "CONFIG_RSA_PLAIN off", 0x0020 },
		{ "CONFIG_RSA_CRT off", 0x0040 }, { "CONFIG_AES off", 0x0080 }, { "CONFIG_DES off", 0x0100 },
		{ "CONFIG_PBKDF off", 0x0200 }, { "CONFIG_TLS off", 0x0400 }, { "CONFIG_MIFARE off", 0x0800 },
		{ "CONFIG_I2CM off", 0x2000 }, { "CONFIG_FIPS_MODE_DISABLED not set", 0x1000 } };

	for (size_t i = 0; i < sizeof(features) / sizeof(features[0]); i++)
		if (strcmp(state, features[i].state) == 0) {
			plan_line(plan->setup, ".poke config %x 0", 0xffff & ~features[i].bit);
			plan->spoils = true;
			return true;
		}
	return false;
}

/* "EC pair, authentication object whose policy has every rule of its class but ALLOW_READ". */
static bool policy_but(const char *state, struct plan *plan)
{
	static const char but[] = " whose policy has every rule of its class but ",
			  auth[] = ", authentication object";
	const char *at = strstr(state, but), *comma;
	struct policy_matrix *matrix;
	char class[40] = { 0 };
	bool newer = strncmp(state, "7.2, ", 5) == 0;
	uint32_t rules;

	if (!at)
		return false;
	if (newer) {
		state += 5;
		plan_word(plan, "7.2");
	}
	matrix = malloc(sizeof(*matrix));
	if (!matrix || matrix_read(matrix, NULL) < 0 || (size_t)(at - state) >= sizeof(plan->policy_class)) {
		free(matrix);
		return false;
	}
	memcpy(plan->policy_class, state, (size_t)(at - state));
	comma = strstr(plan->policy_class, auth);
	memcpy(class, plan->policy_class,
		comma ? (size_t)(comma - plan->policy_class) : (size_t)(at - state));
	rules = matrix_all_but(matrix, class, comma != NULL, at + strlen(but));
	free(matrix);
	if (rules == 0)
		return false;
	plan->policy[0] = 8;
	for (size_t i = 0; i < 4; i++)
		plan->policy[5 + i] = (uint8_t)(rules >> (24 - 8 * i));
	plan->policy_len = 9;
	plan_word(plan, plan->policy_class);
	if (!comma)
		plan_word(plan, "!authentication object");
	plan->spoils = true;
	return true;
}

static bool one_state(const struct refusal *row, const char *state, struct plan *plan)
{
	if (strcmp(state, "3.x") == 0) {
		int good = good_find(row->command, NULL, NULL);

		if (good >= 0 && good_has_word(good_number((size_t)good), "7.2")) {
			plan_line(plan->setup, ".poke version 030101");
			plan->spoils = true;
		} else {
			plan_word(plan, "!7.2");
		}
		return true;
	}
	if (strcmp(state, "3.4.0 and later") == 0) {
		plan_word(plan, "!7.2");
		plan_line(plan->before, ".poke version 030600");
		return true;
	}
	if (strcmp(state, "after deselect") == 0) {
		plan_line(plan->setup, ".select");
		plan->spoils = true;
		return true;
	}
	if (feature_off(state, plan))
		return true;
	if (strcmp(state, "7.2") == 0 || good_knows(row->command, state)) {
		plan_word(plan, state);
		return true;
	}
	return false;
}

bool plan_states(const struct refusal *row, struct plan *plan)
{
	char copy[200], *rest = NULL;

	if (policy_but(row->state, plan))
		return true;
	if (strlen(row->state) >= sizeof(copy))
		return false;
	memcpy(copy, row->state, strlen(row->state) + 1);
	for (char *word = strtok_r(copy, ",", &rest); word; word = strtok_r(NULL, ",", &rest))
		if (!one_state(row, word + strspn(word, " "), plan))
			return false;
	return true;
}
