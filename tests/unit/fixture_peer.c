/* tests/unit/fixture_peer.c: a simulated SE05x in memory as a peer, its moments gone back to and compared. */
#include "fixture_peer.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "command050.h"
#include "object.h"
#include "se050_poke.h"

struct talk_moment {
	struct talk talk;
	struct clock clock;
	uint8_t number;
	size_t size;
	_Alignas(8) uint8_t chip[];
};

static struct se050_fixture *fixture_of(const struct talk *talk)
{
	return ((struct fixture_peer *)talk->peer)->f;
}

static struct talk_moment *moment_of(const struct se050_fixture *f)
{
	const struct bus *bus = &f->board->bus;
	size_t size = bus->seats[0].model->size;
	struct talk_moment *moment = malloc(sizeof(*moment) + size);

	assert_non_null(moment);
	moment->clock = bus->clock;
	moment->number = f->number;
	moment->size = size;
	memcpy(moment->chip, f->chip, size);
	return moment;
}

struct talk_moment *talk_moment(const struct talk *talk)
{
	struct talk_moment *moment = moment_of(fixture_of(talk));

	moment->talk = *talk;
	return moment;
}

/* What the part says of itself; keys as it has them. */
static void acquaint(struct fixture_peer *self)
{
	const struct se050 *chip = self->f->chip;
	const struct se050_key_set *set = &chip->nv.key_sets[0];
	struct peer *peer = &self->peer;

	memcpy(peer->version, chip->nv.identity.version, sizeof(peer->version));
	peer->features =
		(uint16_t)(chip->nv.identity.applet_config[0] << 8 | chip->nv.identity.applet_config[1]);
	peer->fips = chip->nv.identity.fips;
	peer->has_keys = true;
	peer->key_version = set->version;
	for (size_t i = 0; i < 3; i++)
		memcpy(peer->keys[i], set->key[i], sizeof(peer->keys[i]));
}

static void go_back(struct fixture_peer *self, const struct talk_moment *moment)
{
	self->f->board->bus.clock = moment->clock;
	self->f->number = moment->number;
	memcpy(self->f->chip, moment->chip, moment->size);
	acquaint(self);
}

void talk_back(struct talk *talk, const struct talk_moment *moment)
{
	*talk = moment->talk;
	go_back((struct fixture_peer *)talk->peer, moment);
}

void talk_moment_free(struct talk_moment *moment)
{
	free(moment);
}

/* What both have, without what may differ. */
static struct se050 *masked(const void *chip, unsigned int may)
{
	struct se050 *copy = malloc(sizeof(*copy));

	assert_non_null(copy);
	memcpy(copy, chip, sizeof(*copy));
	memset(&copy->link, 0, sizeof(copy->link));
	memset(&copy->pads, 0, sizeof(copy->pads));
	memset(&copy->power, 0, sizeof(copy->power));
	copy->card.channel.counter = 0;
	memset(copy->card.channel.chain, 0, sizeof(copy->card.channel.chain));
	if (may & MAY_CHANNEL)
		memset(&copy->card.channel, 0, sizeof(copy->card.channel));
	for (size_t i = 0; i < SE050_SESSIONS; i++) {
		struct se050_session *session = &copy->applet.sessions[i];

		session->used = false;
		session->commands = 0;
		session->channel.counter = 0;
		memset(session->channel.chain, 0, sizeof(session->channel.chain));
		if (may & MAY_SESSIONS)
			memset(session, 0, sizeof(*session));
	}
	if (may & MAY_ATTEMPTS)
		copy->nv.velocity = 0;
	return copy;
}

static void forget_attempts(struct se050 *chip)
{
	for (const struct se050_object *o = NULL; (o = object_next(chip, RECORD_OBJECT, o));)
		object_find(chip, o->id)->attempts = 0;
}

static bool same_objects(const struct talk *talk, const struct talk_moment *before, unsigned int may)
{
	size_t at = offsetof(struct se050, heap), len = before->size - at;
	struct se050 *a, *b;
	bool same;

	if (!(may & MAY_ATTEMPTS))
		return memcmp((const uint8_t *)fixture_of(talk)->chip + at, before->chip + at, len) == 0;
	a = malloc(before->size);
	b = malloc(before->size);
	assert_non_null(a);
	assert_non_null(b);
	memcpy(a, fixture_of(talk)->chip, before->size);
	memcpy(b, before->chip, before->size);
	forget_attempts(a);
	forget_attempts(b);
	same = memcmp((const uint8_t *)a + at, (const uint8_t *)b + at, len) == 0;
	free(a);
	free(b);
	return same;
}

/* Snapshots are plain bytes, padding and all. */
static bool same(const void *a, const void *b, size_t len)
{
	return memcmp(a, b, len) == 0;
}

bool talk_unchanged(
	const struct talk *talk, const struct talk_moment *before, unsigned int may, const char **where)
{
	struct se050 *now = masked(fixture_of(talk)->chip, may), *then = masked(before->chip, may);

	*where = NULL;
	if (!same_objects(talk, before, may))
		*where = "objects";
	else if (!same(&now->nv, &then->nv, sizeof(now->nv)))
		*where = "non-volatile state";
	else if (!same(&now->card, &then->card, sizeof(now->card)))
		*where = "the card's state";
	else if (!same(now->applet.sessions, then->applet.sessions, sizeof(now->applet.sessions)))
		*where = "sessions";
	else if (!same(&now->applet, &then->applet, sizeof(now->applet)))
		*where = "the applet's RAM";
	free(now);
	free(then);
	return *where == NULL;
}

static int peer_apdu(struct peer *peer, const uint8_t *command, size_t len, struct wbuf *answer)
{
	answer->len = se_apdu(((struct fixture_peer *)peer)->f, command, len, answer->at, answer->cap);
	return 0;
}

static int peer_off(struct peer *peer)
{
	struct se050_fixture *f = ((struct fixture_peer *)peer)->f;
	struct bus *bus = &f->board->bus;

	bus_power(bus, &bus->seats[0], false);
	bus_power(bus, &bus->seats[0], true);
	f->number = 0;
	return 0;
}

static const struct se050_command *match(const struct se050 *chip, const uint8_t header[4])
{
	for (size_t f = 0; f < se050_n_families; f++)
		for (size_t i = 0; i < se050_families[f]->n; i++) {
			const struct se050_command *row = &se050_families[f]->commands[i];

			if (se050_knows(row, se050_version(chip)) &&
				(header[1] & ~row->ins_free) == row->ins &&
				(header[2] & ~row->p1_free) == row->p1 &&
				(header[3] & ~row->p2_free) == row->p2)
				return row;
		}
	return NULL;
}

static bool peer_lacks(const struct peer *peer, const uint8_t header[4])
{
	const struct se050_command *row = match(((const struct fixture_peer *)peer)->f->chip, header);

	return row && !row->run;
}

static int peer_begin(struct peer *peer, struct why *why)
{
	(void)why;
	go_back((struct fixture_peer *)peer, ((struct fixture_peer *)peer)->base);
	return 0;
}

static int peer_poke(struct peer *peer, struct talk *talk, const char *what, struct why *why)
{
	struct fixture_peer *self = (struct fixture_peer *)peer;

	(void)talk;
	(void)why;
	poke(self->f->chip, what);
	acquaint(self);
	return 0;
}

static void *peer_look(struct peer *peer, struct talk *talk)
{
	(void)peer;
	return talk_moment(talk);
}

static bool peer_same(
	struct peer *peer, struct talk *talk, const void *look, unsigned int may, const char **where)
{
	(void)peer;
	return talk_unchanged(talk, look, may, where);
}

static void peer_forget(void *look)
{
	talk_moment_free(look);
}

static const struct peer_ops ops = {
	.apdu = peer_apdu,
	.off = peer_off,
	.lacks = peer_lacks,
	.begin = peer_begin,
	.poke = peer_poke,
	.look = peer_look,
	.same = peer_same,
	.forget = peer_forget,
};

struct fixture_peer *fixture_peer_new(const char *part)
{
	struct fixture_peer *self = calloc(1, sizeof(*self));

	assert_non_null(self);
	self->peer.ops = &ops;
	self->peer.alters = true;
	self->f = se_new(part);
	se_select(self->f);
	acquaint(self);
	self->base = moment_of(self->f);
	return self;
}

void fixture_peer_free(struct fixture_peer *self)
{
	talk_moment_free(self->base);
	se_free(self->f);
	free(self);
}
