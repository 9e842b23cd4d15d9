/* sim/cli/conform_mutate.c: whether the conformance suite notices when a simulated part does something wrong. */
#include "conform_mutate.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "conform_board.h"
#include "conform_status.h"
#include "conform_run.h"
#include "json.h"
#include "mutate050.h"
#include "mutate608.h"
#include "refusal_rows.h"
#include "se050.h"

enum {
	JOBS_MAX = 16,
	MATCH_TRIES = 12,
	MATCH_TRIES_ABOUT = 200, /* with cases about its own command */
	MATCH_TRIES_ATECC = 400, /* its cases are quick, and one row may stand before another */
	TRIAL_SECONDS = 20,      /* a wrong part may hang: that is noticed, too */
	TRIALS_ASIDE = 12,       /* with cases that are about other commands */
	TRIAL_OTHERWISE = 3,     /* a trial's exit status: it passed, but rows refused with other statuses */
};

struct mutant {
	char *name;
	struct defect defect;
	void *instead; /* malloc'd */
	enum mutant_kind kind;
	unsigned int tries; /* of a MUTANT_MATCHES where a row was found */
	bool killed;
	bool otherwise; /* where it shows, rows refuse all the same, with another status that cases accept */
	const char *killer; /* a case's id */
	char where[64];     /* the profile */
	bool tried;
	size_t trials;
	char focus[MUTANT_NAME_MAX]; /* the command that it changes; empty: none, or any */
	const char *reason;          /* why it may survive; NULL: nobody says */
};

struct trial {
	pid_t pid;
	struct mutant *mutant;
};

struct mutate {
	struct mutant_sink sink;
	const struct mutate_request *request;
	struct mutant *mutants;
	size_t n, cap;
	size_t stale; /* lines of the survivors' file that are about none, or one that did not survive */
	bool failed;  /* out of memory, or a case that fails without any defect */
	/* Of the part under way. */
	struct defect defect; /* what its bus lends it */
	struct defect_seen seen;
	char profile[64];
	bool se050;
	size_t trials;
	char *survivors; /* the file's text */
	struct refusals refusals;
};

static struct mutant *find(const struct mutate *self, const char *name)
{
	for (size_t i = 0; i < self->n; i++)
		if (strcmp(self->mutants[i].name, name) == 0)
			return &self->mutants[i];
	return NULL;
}

/* "CipherInit, encrypt 030e42/..." changes CipherInit. */
static void set_focus(struct mutant *mutant)
{
	const char *name = mutant->name;
	size_t len = strcspn(name, "/"), words = strcspn(name, ",(");

	if (!mutant->defect.row && !mutant->defect.of)
		return;
	if (words < len)
		len = words;
	else
		while (len > 0 && name[len] != ' ')
			len--;
	while (len > 0 && name[len - 1] == ' ')
		len--;
	memcpy(mutant->focus, name, len < sizeof(mutant->focus) ? len : 0);
}

/* Which share a mutant is of goes by its name alone (FNV-1a). */
static bool is_of_share(const struct mutate_request *request, const char *name)
{
	uint32_t hash = UINT32_C(2166136261);

	for (; *name; name++)
		hash = (hash ^ (uint8_t)*name) * UINT32_C(16777619);
	return hash % request->shares == request->share - 1;
}

/* A new one, unless it is known or nobody wants it. Takes instead. */
static void add(
	struct mutate *self, enum mutant_kind kind, const char *name, struct defect defect, void *instead)
{
	struct mutant *mutant;

	if ((self->request->mutants && !conform_matches(self->request->mutants, name)) ||
		!is_of_share(self->request, name) || find(self, name)) {
		free(instead);
		return;
	}
	if (self->n == self->cap) {
		size_t cap = self->cap * 2 + 256;
		struct mutant *at = realloc(self->mutants, cap * sizeof(*at));

		if (!at) {
			self->failed = true;
			free(instead);
			return;
		}
		self->mutants = at;
		self->cap = cap;
	}
	mutant = &self->mutants[self->n++];
	*mutant = (struct mutant){ .name = strdup(name), .kind = kind, .defect = defect, .instead = instead };
	if (mutant->name)
		set_focus(mutant);
	else
		self->failed = true;
}

static void take_row(
	struct mutant_sink *sink, enum mutant_kind kind, const void *row, void *instead, const char *name)
{
	struct mutate *self = (struct mutate *)sink;

	add(self, kind, name, (struct defect){ .row = row, .instead = instead }, instead);
}

static void add_plants(struct mutate *self, const char *kind)
{
	char name[MUTANT_NAME_MAX];

	for (int plant = PLANT_NONE + 1; plant < PLANTS; plant++) {
		if (strcmp(defect_kind((enum defect_plant)plant), kind) != 0)
			continue;
		snprintf(name, sizeof(name), "plant/%s", defect_sentence((enum defect_plant)plant));
		add(self, MUTANT_EITHER, name, (struct defect){ .plant = (enum defect_plant)plant }, NULL);
	}
}

/* Whether there is one of that row's status already, without its name. */
static bool has_status(const struct mutate *self, const struct defect_sight *sight)
{
	for (size_t i = 0; i < self->n; i++)
		if (self->mutants[i].defect.of == sight->row &&
			self->mutants[i].defect.refuses == sight->status)
			return true;
	return false;
}

/* Refusals that the case came by: each is a mutant that says something else. */
static void add_statuses(struct mutate *self)
{
	char row[MUTANT_NAME_MAX], name[MUTANT_NAME_MAX + 60];

	for (size_t i = 0; i < self->seen.n; i++) {
		const struct defect_sight *sight = &self->seen.rows[i];
		const char *of;
		uint16_t says;

		if (!defect_ended(sight->status) || sight->status == (self->se050 ? SW_OK : ATCA_SUCCESS) ||
			has_status(self, sight))
			continue;
		/* Of a store that fails in a brown-out: nobody hears it. */
		if (self->se050 && sight->status == SW_FAILURE)
			continue;
		of = self->se050 ? se050_row_name(sight->row, row) : atecc_row_name(sight->row, row);
		if (!of)
			continue;
		says = mutant_status(self->se050 ? &self->refusals : NULL, of, sight->status);
		if (says == 0)
			continue;
		snprintf(name, sizeof(name), "%s/%02x said as %02x", of, sight->status, says);
		add(self, MUTANT_EITHER, name,
			(struct defect){ .of = sight->row, .refuses = sight->status, .says = says }, NULL);
	}
}

static bool is_about(const struct mutant *mutant, const struct conform_case *of)
{
	return mutant->focus[0] && of->covers && strstr(of->covers, mutant->focus);
}

/* A row that was found, or another before it: many cases come by, few tell. */
static bool may_match(const struct mutate *self, struct mutant *mutant, const struct conform_case *of)
{
	unsigned int tries = is_about(mutant, of) ? MATCH_TRIES_ABOUT : MATCH_TRIES;

	if (mutant->tries >= (self->se050 ? tries : MATCH_TRIES_ATECC))
		return false;
	mutant->tries++;
	return true;
}

/* Whether a row that ended so can show the change. */
static bool shows(
	const struct mutate *self, struct mutant *mutant, const struct conform_case *of, uint16_t status)
{
	bool ran = status == (self->se050 ? SW_OK : ATCA_SUCCESS);
	bool ended = defect_ended(status);

	switch (mutant->kind) {
	case MUTANT_RELAXES:
		return ended && !ran;
	case MUTANT_RESTRICTS:
		return ran || (ended && !self->se050); /* an ATECC's parse error instead of another refusal */
	case MUTANT_EITHER:
		return ended;
	case MUTANT_PLACES:
		return status == DEFECT_ELSEWHERE;
	case MUTANT_MATCHES:
		return status == DEFECT_NOT_FOUND ||
		       (status == DEFECT_CONSIDERED && may_match(self, mutant, of));
	}
	return true;
}

static bool touched(const struct mutate *self, struct mutant *mutant, const struct conform_case *of)
{
	const struct defect *defect = &mutant->defect;

	if (defect->plant != PLANT_NONE)
		return self->seen.plants[defect->plant];
	for (size_t i = 0; i < self->seen.n; i++) {
		const struct defect_sight *sight = &self->seen.rows[i];

		if (defect->row && sight->row == defect->row && shows(self, mutant, of, sight->status))
			return true;
		if (defect->of && sight->row == defect->of && sight->status == defect->refuses)
			return true;
	}
	return false;
}

/* The exit status of a trial. */
static int try_it(struct mutate *self, const struct mutant *mutant, struct conform_again *again,
	const struct conform_case *of)
{
	const char *focus = mutant->focus[0] ? mutant->focus : NULL;
	struct defect_seen changed = { 0 }, as_it_is = { 0 };
	char why[CONFORM_REASON_MAX];

	self->defect = mutant->defect;
	self->defect.seen = &changed;
	if (conform_again(again, of, focus, why) == CONFORM_FAIL)
		return 1;
	if (!mutant->defect.row || mutant->otherwise)
		return 0;
	/* Only a wrong part has no time. */
	alarm(0);
	self->defect = (struct defect){ .seen = &as_it_is };
	(void)conform_again(again, of, focus, why);
	return defect_moves_refusals(&as_it_is, &changed, self->se050 ? SW_OK : ATCA_SUCCESS)
		       ? TRIAL_OTHERWISE
		       : 0;
}

/* In a process of its own: a wrong part may well crash. */
static pid_t start(struct mutate *self, struct mutant *mutant, struct conform_again *again,
	const struct conform_case *of)
{
	pid_t pid = fork();

	if (pid != 0)
		return pid;
	alarm(TRIAL_SECONDS);
	freopen("/dev/null", "w", stderr);
	_exit(try_it(self, mutant, again, of));
}

/* Waits for one of them. */
static void reap(struct mutate *self, struct trial *trials, size_t *n, const struct conform_case *of)
{
	int status;
	pid_t pid = waitpid(-1, &status, 0);

	for (size_t i = 0; i < *n; i++) {
		if (trials[i].pid != pid)
			continue;
		trials[i].mutant->tried = true;
		if (WIFEXITED(status) && WEXITSTATUS(status) == TRIAL_OTHERWISE) {
			trials[i].mutant->otherwise = true;
		} else if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
			trials[i].mutant->killed = true;
			trials[i].mutant->killer = strdup(of->id);
			snprintf(trials[i].mutant->where, sizeof(trials[i].mutant->where), "%s",
				self->profile);
		}
		trials[i] = trials[--*n];
		return;
	}
	if (pid < 0)
		*n = 0;
}

/* A case about other commands only, where such cases have not noticed it before. */
static bool is_aside(const struct mutant *mutant, const struct conform_case *of)
{
	return mutant->focus[0] && mutant->trials >= TRIALS_ASIDE && of->covers && !is_about(mutant, of);
}

static void passed(void *context, struct conform_again *again, const struct conform_case *of)
{
	struct mutate *self = context;
	struct trial trials[JOBS_MAX];
	size_t n = 0;

	/* What is seen from here on is the trials' own. */
	self->defect.seen = NULL;
	add_statuses(self);
	for (size_t i = 0; i < self->n; i++) {
		struct mutant *mutant = &self->mutants[i];

		if (mutant->killed || is_aside(mutant, of) || !touched(self, mutant, of))
			continue;
		if (n == self->request->jobs)
			reap(self, trials, &n, of);
		mutant->trials++;
		trials[n] = (struct trial){ start(self, mutant, again, of), mutant };
		if (trials[n].pid > 0)
			n++;
		self->trials++;
	}
	while (n > 0)
		reap(self, trials, &n, of);
	self->defect.seen = &self->seen;
}

static size_t alive(const struct mutate *self)
{
	size_t n = 0;

	for (size_t i = 0; i < self->n; i++)
		n += !self->mutants[i].killed;
	return n;
}

static void progress(void *context, const struct conform_case *of, size_t number, size_t total,
	const struct conform_result *result)
{
	struct mutate *self = context;

	if (!result) {
		self->seen.n = 0;
		memset(self->seen.plants, 0, sizeof(self->seen.plants));
		if (self->request->shows)
			fprintf(stderr, "\r\033[K%s: case %zu of %zu, %zu of %zu alive: %s", self->profile,
				number + 1, total, alive(self), self->n, of->id);
		return;
	}
	if (result->outcome == CONFORM_FAIL) {
		fprintf(stderr, "%s: %s fails without any defect: %s\n", self->request->name, of->id,
			result->reason);
		self->failed = true;
	}
}

static void collect(struct mutate *self, const struct conform_profile *profile)
{
	self->se050 = strcmp(profile->kind, "se050") == 0;
	if (self->se050)
		se050_mutants(&self->sink, (uint32_t)profile->version[0] << 16 |
						   (uint32_t)profile->version[1] << 8 | profile->version[2]);
	else
		atecc_mutants(&self->sink);
	add_plants(self, profile->kind);
}

static void begin(void *context, const struct conform_profile *profile)
{
	struct mutate *self = context;

	snprintf(self->profile, sizeof(self->profile), "%s", profile->name);
	collect(self, profile);
	self->defect = (struct defect){ .seen = &self->seen };
}

static int one_part(struct mutate *self, const char *url, struct why *why)
{
	const struct conform_options options = {
		.only = self->request->only, .progress = progress, .passed = passed, .context = self
	};

	return conform_on_board(url, &self->defect, begin, &options, why);
}

/* The whole of a file; what is in it is found by name. */
static char *read_whole(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	if (!file)
		return NULL;
	if (getdelim(&text, &size, '\0', file) < 0 && !feof(file)) {
		free(text);
		text = NULL;
	}
	fclose(file);
	return text ? text : strdup("");
}

static bool is_whole(const struct mutate_request *request)
{
	return !request->mutants && !request->only && request->shares == 1;
}

/* Whether a mutant of this name would have been tried. */
static bool is_looked_for(const struct mutate_request *request, const char *name)
{
	return !request->mutants && !request->only && is_of_share(request, name);
}

/* "NAME\tREASON" lines; # begins a comment. */
static void give_reasons(struct mutate *self)
{
	char *rest = self->survivors, *line;

	while (rest && (line = strsep(&rest, "\n"))) {
		char *reason = strchr(line, '\t');
		struct mutant *mutant;

		if (line[0] == '#' || !reason)
			continue;
		*reason++ = '\0';
		mutant = find(self, line);
		if (mutant)
			mutant->reason = reason;
		if (is_looked_for(self->request, line) && (!mutant || mutant->killed || mutant->otherwise)) {
			fprintf(stderr, "%s: %s is listed as one that survives, and does not\n",
				self->request->name, line);
			self->stale++;
		}
	}
}

/* What became of them all. */
struct tally {
	size_t noticed, otherwise, survived, unlisted;
};

static struct tally count(const struct mutate *self)
{
	struct tally tally = { 0 };

	for (size_t i = 0; i < self->n; i++) {
		const struct mutant *mutant = &self->mutants[i];

		if (mutant->killed)
			tally.noticed++;
		else if (mutant->otherwise)
			tally.otherwise++;
		else
			tally.survived++;
		tally.unlisted += !mutant->killed && !mutant->otherwise && !mutant->reason;
	}
	return tally;
}

static void tell_text(const struct mutate *self, const struct tally *tally)
{
	size_t counted = tally->noticed + tally->survived;

	for (size_t i = 0; i < self->n; i++) {
		const struct mutant *mutant = &self->mutants[i];

		if (!mutant->killed && !mutant->otherwise)
			printf("SURVIVED %s: %s\n", mutant->name,
				mutant->reason  ? mutant->reason
				: mutant->tried ? "no case notices"
						: "no case comes by it");
		else if (self->request->verbose && mutant->killed)
			printf("noticed  %s: %s on %s\n", mutant->name, mutant->killer, mutant->where);
		else if (!mutant->killed)
			printf("accepted %s: refused all the same in the cases tried\n", mutant->name);
	}
	printf("%zu mutants, of which %zu only move a refusal to another status that its cases accept; of "
	       "the others "
	       "%zu noticed, %zu survived (%zu.%zu %%), %zu of them without a reason; %zu trials\n",
		self->n, tally->otherwise, tally->noticed, tally->survived,
		counted ? tally->survived * 100 / counted : 0,
		counted ? tally->survived * 1000 / counted % 10 : 0, tally->unlisted, self->trials);
}

static void tell_json(const struct mutate *self, const struct tally *tally)
{
	struct json json = json_to(stdout);

	json_open(&json, NULL, '{');
	json_number(&json, "schema", 1);
	json_open(&json, "mutants", '[');
	for (size_t i = 0; i < self->n; i++) {
		const struct mutant *mutant = &self->mutants[i];

		json_open(&json, NULL, '{');
		json_string(&json, "name", mutant->name);
		json_bool(&json, "noticed", mutant->killed);
		json_bool(&json, "accepted", !mutant->killed && mutant->otherwise);
		json_string(&json, "by", mutant->killer ? mutant->killer : "");
		json_string(&json, "on", mutant->where);
		json_string(&json, "reason", mutant->reason ? mutant->reason : "");
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_number(&json, "noticed", tally->noticed);
	json_number(&json, "accepted", tally->otherwise);
	json_number(&json, "survived", tally->survived);
	json_close(&json, '}');
}

static int verdict(struct mutate *self)
{
	struct tally tally;

	give_reasons(self);
	tally = count(self);
	if (self->request->json)
		tell_json(self, &tally);
	else
		tell_text(self, &tally);
	if (self->failed || self->stale > 0 || tally.unlisted > 0)
		return CLI_DIFFERS;
	/* Of a few there may well be more in a hundred. */
	if (is_whole(self->request) &&
		tally.survived * 100 >= (tally.noticed + tally.survived) * MUTATE_SURVIVE_PERCENT)
		return CLI_DIFFERS;
	return CLI_GOOD;
}

int conform_mutate(const struct mutate_request *request)
{
	struct mutate *self = calloc(1, sizeof(*self));
	int status = CLI_GOOD, rc = 0;
	struct why why;

	if (!self)
		return cli_say(request->name, CLI_USAGE, "no memory for the mutants");
	self->sink.mutant = take_row;
	self->request = request;
	if (refusals_read(&self->refusals, &why) < 0)
		status = cli_tell(request->name, &why, CLI_USAGE);
	if (status == CLI_GOOD && request->survivors) {
		self->survivors = read_whole(request->survivors);
		if (!self->survivors)
			status = cli_say(request->name, CLI_USAGE, "%s cannot be read: %s",
				request->survivors, strerror(errno));
	}
	for (size_t i = 0; status == CLI_GOOD && i < request->n_urls; i++) {
		rc = one_part(self, request->urls[i], &why);
		if (rc < 0)
			status = cli_tell(request->name, &why, CLI_USAGE);
	}
	if (request->shows)
		fputs("\r\033[K", stderr);
	if (status == CLI_GOOD)
		status = verdict(self);
	for (size_t i = 0; i < self->n; i++) {
		free(self->mutants[i].name);
		free(self->mutants[i].instead);
		free((char *)self->mutants[i].killer);
	}
	free(self->mutants);
	free(self->survivors);
	refusals_free(&self->refusals);
	free(self);
	return status;
}
