/* tests/unit/se050_moment.c: a part and its host at one moment, gone back to and compared. */
#include "se050_talk.h"

#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "object.h"

struct talk_moment {
	struct talk talk;
	struct clock clock;
	uint8_t number;
	struct scp03_host host;
	size_t size;
	_Alignas(8) uint8_t chip[];
};

struct talk_moment *talk_moment(const struct talk *talk)
{
	const struct bus *bus = &talk->f->board->bus;
	size_t size = bus->seats[0].model->size;
	struct talk_moment *moment = malloc(sizeof(*moment) + size);

	assert_non_null(moment);
	moment->talk = *talk;
	moment->clock = bus->clock;
	moment->number = talk->f->number;
	moment->host = talk->f->host;
	moment->size = size;
	memcpy(moment->chip, talk->f->chip, size);
	return moment;
}

void talk_back(struct talk *talk, const struct talk_moment *moment)
{
	*talk = moment->talk;
	talk->f->board->bus.clock = moment->clock;
	talk->f->number = moment->number;
	talk->f->host = moment->host;
	memcpy(talk->f->chip, moment->chip, moment->size);
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
		return memcmp((const uint8_t *)talk->f->chip + at, before->chip + at, len) == 0;
	a = malloc(before->size);
	b = malloc(before->size);
	assert_non_null(a);
	assert_non_null(b);
	memcpy(a, talk->f->chip, before->size);
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
	struct se050 *now = masked(talk->f->chip, may), *then = masked(before->chip, may);

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

bool talk_is_inside(const struct talk_moment *moment)
{
	return moment->talk.in != TALK_OUTSIDE;
}
