/* sim/bus/bus_fault.c: faults on the wires, by a script. */
#include "bus_fault.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char *const action_names[FAULT_ACTIONS] = {
	[FAULT_NACK_ADDRESS] = "nack-address",
	[FAULT_NACK_DATA] = "nack-data",
	[FAULT_FLIP] = "flip",
	[FAULT_LOSE] = "lose",
	[FAULT_DUPLICATE] = "duplicate",
	[FAULT_TRUNCATE] = "truncate",
	[FAULT_ARBITRATION] = "arbitration",
	[FAULT_STUCK] = "stuck",
	[FAULT_LATE] = "late",
	[FAULT_BROWNOUT] = "brownout",
};

enum { BROWNOUT_NS = 10000000 };

/* xorshift64*: repeatable, and no secret depends on it. */
static uint32_t draw(struct bus_fault *fault, uint32_t below)
{
	fault->chance ^= fault->chance >> 12;
	fault->chance ^= fault->chance << 25;
	fault->chance ^= fault->chance >> 27;
	return (uint32_t)((fault->chance * 0x2545f4914f6cdd1dull) >> 32) % below;
}

static bool rule_matches(const struct bus_fault_rule *rule, const struct i2c_message *m)
{
	return !rule->spent && (rule->addr < 0 || rule->addr == m->addr) &&
	       (rule->read < 0 || rule->read == (m->flags & I2C_READ));
}

/* Whether a rule strikes at this message, and counts it. */
static bool strikes(struct bus_fault *fault, struct bus_fault_rule *rule, const struct i2c_message *m)
{
	if (!rule_matches(rule, m))
		return false;
	if (rule->after > 0) {
		rule->after--;
		return false;
	}
	if (rule->chance < 1000000 && draw(fault, 1000000) >= rule->chance)
		return false;
	if (!rule->always && --rule->times == 0)
		rule->spent = true;
	fault->struck++;
	return true;
}

/* LATE goes by what was written before, so it looks at a message twice: here whether it is still late. */
static bool still_late(const struct bus_fault_rule *rule, const struct i2c_message *m, uint64_t now_ns)
{
	return rule->action == FAULT_LATE && now_ns < rule->until_ns && rule->late_addr == m->addr;
}

static enum bus_outcome fault_message(
	struct bus_bender *bender, const struct i2c_message *m, uint64_t now_ns, uint64_t *low_ns)
{
	struct bus_fault *fault = (struct bus_fault *)bender;

	for (size_t i = 0; i < fault->n_rules; i++) {
		struct bus_fault_rule *rule = &fault->rules[i];

		if (still_late(rule, m, now_ns))
			return BUS_ADDRESS_NACK;
		if (rule->action == FAULT_STUCK && now_ns >= rule->until_ns && strikes(fault, rule, m))
			rule->until_ns = now_ns + rule->ns;
		if (rule->action == FAULT_STUCK && now_ns < rule->until_ns) {
			*low_ns = rule->until_ns - now_ns;
			return BUS_TIMEOUT;
		}
		if (rule->action == FAULT_NACK_ADDRESS && strikes(fault, rule, m))
			return BUS_ADDRESS_NACK;
		if (rule->action == FAULT_ARBITRATION && strikes(fault, rule, m))
			return BUS_ARBITRATION_LOST;
	}
	return BUS_OK;
}

/* Which byte a rule strikes in a message of len bytes; len when it is beyond the end. */
static size_t place(struct bus_fault *fault, const struct bus_fault_rule *rule, size_t len)
{
	if (rule->byte >= 0)
		return (uint64_t)rule->byte < len ? (size_t)rule->byte : len;
	return len > 0 ? draw(fault, (uint32_t)len) : 0;
}

/* Bends len bytes with room for one more; returns how many there are then. */
static size_t bend(struct bus_fault *fault, const struct bus_fault_rule *rule, uint8_t *bytes, size_t len)
{
	size_t at = place(fault, rule, len);

	if (at >= len)
		return len;
	switch (rule->action) {
	case FAULT_FLIP:
		bytes[at] ^= (uint8_t)(1u << (rule->bit >= 0 ? (uint32_t)rule->bit : draw(fault, 8)));
		return len;
	case FAULT_LOSE:
		memmove(bytes + at, bytes + at + 1, len - at - 1);
		return len - 1;
	case FAULT_DUPLICATE:
		memmove(bytes + at + 1, bytes + at, len - at);
		return len + 1;
	case FAULT_TRUNCATE:
		return at;
	default:
		return len;
	}
}

static bool bends_bytes(const struct bus_fault_rule *rule)
{
	return rule->action == FAULT_FLIP || rule->action == FAULT_LOSE || rule->action == FAULT_DUPLICATE ||
	       rule->action == FAULT_TRUNCATE;
}

static struct bus_heard fault_write(struct bus_bender *bender, const struct i2c_message *m, uint64_t now_ns)
{
	struct bus_fault *fault = (struct bus_fault *)bender;
	struct bus_heard heard = { .bytes = fault->heard, .len = m->len, .acknowledged_max = m->len };

	if (m->len > 0)
		memcpy(fault->heard, m->bytes, m->len);
	for (size_t i = 0; i < fault->n_rules; i++) {
		struct bus_fault_rule *rule = &fault->rules[i];

		if (bends_bytes(rule) && heard.len <= I2C_MESSAGE_MAX && strikes(fault, rule, m)) {
			heard.len = bend(fault, rule, fault->heard, heard.len);
		} else if (rule->action == FAULT_NACK_DATA && strikes(fault, rule, m)) {
			/* The chip has heard the byte; its acknowledge is what is lost. */
			heard.acknowledged_max = place(fault, rule, m->len);
			if (heard.len > heard.acknowledged_max + 1)
				heard.len = heard.acknowledged_max + 1;
		} else if (rule->action == FAULT_LATE && strikes(fault, rule, m)) {
			rule->until_ns = now_ns + rule->ns;
			rule->late_addr = m->addr;
		}
	}
	return heard;
}

static bool fault_brownout(struct bus_bender *bender, const struct i2c_message *m, struct bus_brownout *out)
{
	struct bus_fault *fault = (struct bus_fault *)bender;

	for (size_t i = 0; i < fault->n_rules; i++) {
		struct bus_fault_rule *rule = &fault->rules[i];

		if (rule->action != FAULT_BROWNOUT || !strikes(fault, rule, m))
			continue;
		out->dark_ns = rule->ns > 0 ? rule->ns : BROWNOUT_NS;
		out->commit = rule->store;
		out->after = rule->late;
		out->byte = rule->store > 0 ? SIZE_MAX : place(fault, rule, m->len);
		return true;
	}
	return false;
}

static void fault_read(struct bus_bender *bender, struct i2c_message *m)
{
	struct bus_fault *fault = (struct bus_fault *)bender;

	for (size_t i = 0; i < fault->n_rules; i++) {
		struct bus_fault_rule *rule = &fault->rules[i];
		size_t len;

		if (m->len == 0 || !bends_bytes(rule) || !strikes(fault, rule, m))
			continue;
		memcpy(fault->heard, m->bytes, m->len);
		len = bend(fault, rule, fault->heard, m->len);
		/* A host reads on where nobody sends any more. */
		if (len < m->len)
			memset(fault->heard + len, 0xff, m->len - len);
		memcpy(m->bytes, fault->heard, m->len);
	}
}

static const struct bus_bender fault_bender = {
	.message = fault_message,
	.brownout = fault_brownout,
	.write = fault_write,
	.read = fault_read,
};

/* A number in the given base, all of the word. */
static bool number(const char *word, int base, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(word, &end, base);
	return errno == 0 && end != word && *end == '\0' && word[0] != '-' && *out <= max;
}

/* "0.25", "1" or ".001" in millionths; by hand, for the locale has no say here. */
static bool probability(const char *word, uint32_t *millionths)
{
	uint32_t value = 0, unit = 1000000;
	bool fraction = false, digits = false;

	for (; *word; word++) {
		if (*word == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (*word < '0' || *word > '9')
			return false;
		digits = true;
		if (fraction)
			unit /= 10;
		value = fraction ? value + (uint32_t)(*word - '0') * unit
				 : value * 10 + (uint32_t)(*word - '0') * unit;
		if (value > 1000000)
			return false;
	}
	*millionths = value;
	return digits;
}

static bool set_key(struct bus_fault *fault, struct bus_fault_rule *rule, const char *key, const char *value)
{
	uint64_t n = 0;

	if (strcmp(key, "p") == 0) {
		if (rule->times == 0 && !rule->always)
			rule->always = true;
		return probability(value, &rule->chance);
	}
	if (strcmp(key, "addr") == 0 && number(value, 16, 0x3ff, &n))
		rule->addr = (int64_t)n;
	else if (strcmp(key, "read") == 0 && number(value, 10, 1, &n))
		rule->read = (int64_t)n;
	else if (strcmp(key, "byte") == 0 && number(value, 10, I2C_MESSAGE_MAX, &n))
		rule->byte = (int64_t)n;
	else if (strcmp(key, "bit") == 0 && number(value, 10, 7, &n))
		rule->bit = (int64_t)n;
	else if (strcmp(key, "store") == 0 && number(value, 10, UINT32_MAX, &n) && n > 0)
		rule->store = n;
	else if (strcmp(key, "late") == 0 && number(value, 10, 1, &n))
		rule->late = n;
	else if (strcmp(key, "after") == 0 && number(value, 10, UINT32_MAX, &n))
		rule->after = n;
	else if (strcmp(key, "times") == 0 && number(value, 10, UINT32_MAX, &n)) {
		rule->times = n;
		rule->always = n == 0;
	} else if (strcmp(key, "us") == 0 && number(value, 10, UINT32_MAX, &n))
		rule->ns = n * 1000;
	else if (strcmp(key, "seed") == 0 && number(value, 10, UINT64_MAX, &n))
		fault->chance = n * 2 + 1;
	else
		return false;
	return true;
}

static bool action_from(const char *word, enum bus_fault_action *action)
{
	for (size_t i = 0; i < FAULT_ACTIONS; i++) {
		if (strcmp(action_names[i], word) == 0) {
			*action = (enum bus_fault_action)i;
			return true;
		}
	}
	return false;
}

/* One rule, or seed= alone. The text is cut up. */
static int parse_rule(struct bus_fault *fault, char *text, struct why *why)
{
	struct bus_fault_rule rule = { .addr = -1, .read = -1, .byte = -1, .bit = -1, .chance = 1000000 };
	bool has_action = false;
	char *rest = NULL;

	for (char *word = strtok_r(text, " \t\r", &rest); word; word = strtok_r(NULL, " \t\r", &rest)) {
		char *equals = strchr(word, '=');

		if (!has_action && !equals) {
			if (!action_from(word, &rule.action))
				return why_fail(why, EINVAL,
					"%s is no fault: nack-address, nack-data, flip, lose, "
					"duplicate, truncate, arbitration, stuck, late and brownout are",
					word);
			has_action = true;
			continue;
		}
		if (equals)
			*equals = '\0';
		if (!equals || (!has_action && strcmp(word, "seed") != 0) ||
			!set_key(fault, &rule, word, equals + 1))
			return why_fail(why, EINVAL,
				"%s%s%s says nothing to a fault: addr, read, byte, bit, after, "
				"times, p, us, store, late and seed with a fitting number do",
				word, equals ? "=" : "", equals ? equals + 1 : "");
	}
	if (!has_action)
		return 0;
	if ((rule.action == FAULT_STUCK || rule.action == FAULT_LATE) && rule.ns == 0)
		return why_fail(why, EINVAL, "%s needs us=, how long it lasts", action_names[rule.action]);
	if (fault->n_rules == BUS_FAULT_RULES)
		return why_fail(why, EINVAL, "a fault script has at most %d rules", BUS_FAULT_RULES);
	if (rule.times == 0 && !rule.always)
		rule.times = 1;
	fault->rules[fault->n_rules++] = rule;
	return 0;
}

int bus_fault_script(struct bus_fault *fault, const char *script, struct why *why)
{
	struct bus_fault fresh = { .bender = fault_bender, .chance = 3 };
	char text[BUS_FAULT_SCRIPT_MAX + 1];
	char *rest = NULL;
	size_t len = strlen(script);

	if (len >= sizeof(text))
		return why_fail(
			why, EINVAL, "a fault script is at most %d characters long", BUS_FAULT_SCRIPT_MAX);
	memcpy(text, script, len + 1);
	for (char *rule = strtok_r(text, ";\n", &rest); rule; rule = strtok_r(NULL, ";\n", &rest)) {
		int rc = parse_rule(&fresh, rule, why);

		if (rc < 0)
			return rc;
	}
	*fault = fresh;
	return 0;
}
