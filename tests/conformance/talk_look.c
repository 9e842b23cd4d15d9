/* tests/conformance/talk_look.c: what a part says of what is in it. */
#include "talk_look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "se05x.h"

enum {
	KEPT_MAX = 24576,
	APPLET_7 = 0x070000,
};

/* Answers, one after the other, each with its status. */
struct look {
	bool attributes; /* they are among them */
	bool whole;      /* all of them fitted */
	size_t len;
	uint8_t bytes[KEPT_MAX];
};

static void ask(struct talk *talk, struct wbuf *w, const char *line)
{
	uint16_t status = talk_ask(talk, line, w);

	wbuf_be16(w, status);
}

/* Of the newest objects: those the case has made. */
static void ask_about(struct talk *talk, struct wbuf *w, uint32_t id, bool attributes)
{
	char line[40];
	uint16_t status;

	snprintf(line, sizeof(line), "020026 41:%08x", id);
	ask(talk, w, line);
	snprintf(line, sizeof(line), "020007 41:%08x", id);
	ask(talk, w, line);
	snprintf(line, sizeof(line), "020000 41:%08x", id);
	status = talk_ask(talk, line, w);
	wbuf_be16(w, status);
	if (status != SW_OK) {
		snprintf(line, sizeof(line), "020000 41:%08x 44:00", id);
		ask(talk, w, line);
	}
	if (attributes) {
		snprintf(line, sizeof(line), "02003b 41:%08x", id);
		ask(talk, w, line);
	}
}

static bool made_by_case(const struct link_peer *self, uint32_t id)
{
	for (size_t i = 0; i < self->found.n; i++)
		if (self->found.ids[i] == id)
			return false;
	return true;
}

static struct look *look(struct link_peer *self, struct talk *talk, bool attributes)
{
	struct look *look = malloc(sizeof(*look));
	struct tidy_list now;
	struct wbuf w;

	if (!look)
		return NULL;
	if (talk_list(talk, &now, NULL) < 0) {
		free(look);
		return NULL;
	}
	look->attributes = attributes && peer_version(&self->peer) >= APPLET_7;
	w = wbuf_to(look->bytes, sizeof(look->bytes));
	wbuf_put(&w, now.curves, now.n_curves);
	for (size_t i = 0; i < now.n; i++) {
		wbuf_be32(&w, now.ids[i]);
		if (made_by_case(self, now.ids[i]))
			ask_about(talk, &w, now.ids[i], look->attributes);
	}
	ask(talk, &w, "021025");
	look->whole = !wbuf_bad(&w);
	look->len = w.len;
	return look;
}

void *talk_look(struct peer *peer, struct talk *talk)
{
	return talk_is_open(talk) ? look((struct link_peer *)peer, talk, true) : NULL;
}

bool talk_look_same(
	struct peer *peer, struct talk *talk, const void *before, unsigned int may, const char **where)
{
	const struct look *then = before;
	struct look *now;
	bool same;

	*where = "what it says of its objects";
	if (!talk_is_open(talk) || !then->whole)
		return true;
	/* Attributes tell how many attempts there were. */
	if (may & MAY_ATTEMPTS && then->attributes)
		return true;
	now = look((struct link_peer *)peer, talk, true);
	same = now && now->len == then->len && memcmp(now->bytes, then->bytes, now->len) == 0;
	free(now);
	return same;
}

void talk_look_forget(void *look_at)
{
	free(look_at);
}
