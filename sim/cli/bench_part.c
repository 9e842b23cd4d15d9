/* sim/cli/bench_part.c: one part that is benchmarked: opening it, what can be run on it, putting it back. */
#include "bench_part.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { AS_FOUND, AS_RUN };

int bench_told(struct bench_part *part, int rc, const char *what, struct why *why)
{
	unsigned status = part->kind == BENCH_ATECC ? (unsigned)part->atca.status : part->se05x.status;

	if (rc >= 0)
		return 0;
	if (rc == -EREMOTEIO)
		return why_fail(why, EREMOTEIO, "%s: the part refuses with status %0*x", what,
			part->kind == BENCH_ATECC ? 2 : 4, status);
	return why_fail(why, -rc, "%s: %s", what,
		rc == -ETIMEDOUT || rc == -ENXIO ? "no part answers at that address" : strerror(-rc));
}

int bench_part_restore(struct bench_part *part, uint32_t which, struct why *why)
{
	int rc = link_act(part->link, LINK_RESTORE, which);

	if (rc == 0)
		rc = link_wait(part->link, 0);
	return rc < 0 ? why_fail(why, -rc, "it does not go back to its snapshot: %s", strerror(-rc)) : 0;
}

/* Where a simulated part can be put back, it is known now. */
static int take_snapshot(struct bench_part *part, uint32_t which, struct why *why)
{
	int rc = part->link->info.simulated ? link_act(part->link, LINK_SNAPSHOT, which) : -EOPNOTSUPP;

	part->keeps = rc == 0;
	return rc == 0 || rc == -EOPNOTSUPP ? 0
					    : why_fail(why, -rc, "it takes no snapshot: %s", strerror(-rc));
}

int bench_part_begin(struct bench_part *part, struct why *why)
{
	int rc = take_snapshot(part, AS_FOUND, why);

	if (rc < 0)
		return rc;
	part->may_write = part->link->info.simulated || part->wishes->allow_writes;
	if (part->kind == BENCH_ATECC)
		rc = bench_atecc_open(part, why);
	else
		rc = bench_se05x_open(part, why);
	return rc == 0 && part->keeps ? take_snapshot(part, AS_RUN, why) : rc;
}

int bench_part_open(struct bench_part *part, const char *url, const char *chip, const char *name)
{
	struct link *inner = NULL;
	struct why why;
	int status = link_options_open(&part->links, &inner, url);
	int rc;

	if (status != CLI_GOOD)
		return status;
	part->url = url;
	rc = link_meter(&part->link, inner, &part->tally, &why);
	if (rc < 0) {
		link_close(inner);
		return cli_tell(name, &why, CLI_USAGE);
	}
	rc = conform_subject_find(&part->subject, part->link, url, chip, &why);
	if (rc < 0)
		return cli_tell(name, &why, rc == -ENODEV ? CLI_DEVICE : CLI_USAGE);
	part->kind = strcmp(part->subject.profile.kind, "atecc608") == 0 ? BENCH_ATECC : BENCH_SE05X;
	rc = bench_part_begin(part, &why);
	return rc < 0 ? cli_say(name, CLI_DEVICE, "%s: %s", url, why.text) : CLI_GOOD;
}

int bench_part_close(struct bench_part *part, struct why *why)
{
	int rc = 0;

	bench_tls_free(part);
	if (part->link && part->kind == BENCH_ATECC)
		rc = bench_atecc_close(part, why);
	else if (part->link && part->kind == BENCH_SE05X)
		rc = bench_se05x_close(part, why);
	if (part->keeps && part->link)
		rc = bench_part_restore(part, AS_FOUND, why);
	conform_subject_clear(&part->subject);
	if (part->link)
		link_close(part->link);
	part->link = NULL;
	return rc;
}

const struct bench_op *bench_op_of(const struct bench_part *part, const char *scenario, const char *name)
{
	bool is_atecc = part->kind == BENCH_ATECC;
	const struct bench_op *ops = is_atecc ? bench_atecc_ops : bench_se05x_ops;
	size_t n = is_atecc ? bench_n_atecc_ops : bench_n_se05x_ops;

	for (size_t i = 0; i < n; i++)
		if (strcmp(ops[i].scenario, scenario) == 0 && strcmp(ops[i].name, name) == 0)
			return &ops[i];
	return NULL;
}

bool bench_cannot(const struct bench_part *part, const struct bench_op *op, char reason[BENCH_REASON])
{
	const struct {
		unsigned int need;
		bool met;
		const char *reason;
	} needs[] = {
		{ BENCH_NEEDS_WRITES, part->may_write, "it writes, and the part is real: --allow-writes" },
		{ BENCH_NEEDS_LIFE, part->was_blank,
			"it locks the part for good: blank simulated parts only" },
		{ BENCH_NEEDS_KEY, part->has_key, part->no_key },
		{ BENCH_NEEDS_CHANNEL, part->subject.profile.has_keys, "the platform keys are not known" },
		{ BENCH_NEEDS_SPARE, part->may_create,
			"it replaces a key for good: --rewrite-slot N says which" },
		{ BENCH_NEEDS_DATA, part->data_slot != 0, "no slot is known that may be written" },
		{ BENCH_NEEDS_AES, part->has_aes, "no AES key is known" },
		{ BENCH_NEEDS_OBJECTS, part->made_objects, part->no_key },
	};

	for (size_t i = 0; i < sizeof(needs) / sizeof(needs[0]); i++) {
		if (!(op->needs & needs[i].need) || needs[i].met)
			continue;
		snprintf(reason, BENCH_REASON, "%s", needs[i].reason);
		return true;
	}
	return false;
}
