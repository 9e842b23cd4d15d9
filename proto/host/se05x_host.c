/* proto/host/se05x_host.c: a small driver of an SE05x. */
#include "se05x_host.h"

#include <errno.h>
#include <string.h>

enum {
	WIRE_MAX = SE05X_DATA_MAX + 64,
};

/* An APDU as it is; the answer with its status. */
static int carry(struct se05x_host *host, const struct wbuf *command, struct wbuf *answer)
{
	return wbuf_bad(command) ? -ENOSPC : t1_host_apdu(&host->t1, command->at, command->len, answer);
}

static int plain(struct se05x_host *host, struct rbuf whole, struct wbuf *answer)
{
	size_t len = rbuf_left(&whole);
	struct rbuf data;

	if (len < 2)
		return -EPROTO;
	data = rbuf_take(&whole, len - 2);
	host->status = rbuf_be16(&whole);
	wbuf_put(answer, data.at, rbuf_left(&data));
	return wbuf_bad(answer) ? -ENOSPC : 0;
}

int se05x_host_apdu(struct se05x_host *host, const struct apdu *apdu, struct wbuf *answer)
{
	uint8_t out[WIRE_MAX], in[WIRE_MAX];
	struct wbuf command = wbuf_to(out, sizeof(out)), whole = wbuf_to(in, sizeof(in));
	int rc = 0;

	host->status = 0;
	if (host->protects)
		rc = scp03_host_wrap(&host->channel, apdu, &command);
	else
		apdu_write(&command, apdu);
	if (rc == 0)
		rc = carry(host, &command, &whole);
	if (rc == 0 && host->protects)
		rc = scp03_host_unwrap(&host->channel, rbuf_from(in, whole.len), answer, &host->status);
	else if (rc == 0)
		rc = plain(host, rbuf_from(in, whole.len), answer);
	return rc == 0 && host->status != SW_OK ? -EREMOTEIO : rc;
}

int se05x_host_command(struct se05x_host *host, uint8_t ins, uint8_t p1, uint8_t p2, const struct wbuf *tlvs,
	struct wbuf *answer)
{
	struct apdu apdu = { .cla = CLA_PROPRIETARY, .ins = ins, .p1 = p1, .p2 = p2 };

	if (tlvs && wbuf_bad(tlvs))
		return -ENOSPC;
	if (tlvs)
		apdu.data = rbuf_from(tlvs->at, tlvs->len);
	apdu.extended = rbuf_left(&apdu.data) > APDU_LC_SHORT_MAX;
	return se05x_host_apdu(host, &apdu, answer);
}

int se05x_host_open(struct se05x_host *host, const struct t1_port *port)
{
	static const uint8_t applet[] = { 0xa0, 0x00, 0x00, 0x03, 0x96, 0x54, 0x53, 0x00, 0x00, 0x00, 0x01,
		0x03, 0x00, 0x00, 0x00, 0x00 };
	struct apdu select = { .cla = CLA_ISO, .ins = CARD_SELECT, .p1 = 0x04, .has_le = true };
	struct wbuf version = wbuf_to(host->version, sizeof(host->version));
	int rc;

	memset(host, 0, sizeof(*host));
	host->t1 = t1_host_make(port);
	rc = t1_host_reset(&host->t1, NULL);
	if (rc < 0)
		return rc;
	select.data = rbuf_from(applet, sizeof(applet));
	rc = se05x_host_apdu(host, &select, &version);
	return rc == 0 && version.len != SE05X_VERSION ? -EPROTO : rc;
}

int se05x_host_protect(struct se05x_host *host, uint8_t key_version, const uint8_t enc[SCP03_HOST_KEY],
	const uint8_t mac[SCP03_HOST_KEY], const uint8_t challenge[SCP03_HOST_CHALLENGE])
{
	static const uint8_t counts_all_from[] = { 4, 3, 0 };
	uint8_t out[64], in[64], data[64];
	struct wbuf command = wbuf_to(out, sizeof(out)), whole = wbuf_to(in, sizeof(in)), answer;
	int rc;

	host->protects = false;
	host->channel.counts_all = memcmp(host->version, counts_all_from, sizeof(counts_all_from)) >= 0;
	scp03_host_initialize(&command, key_version, challenge);
	rc = carry(host, &command, &whole);
	answer = wbuf_to(data, sizeof(data));
	if (rc == 0)
		rc = plain(host, rbuf_from(in, whole.len), &answer);
	if (rc == 0 && host->status != SW_OK)
		return -EREMOTEIO;
	if (rc == 0)
		rc = scp03_host_update(&host->channel, enc, mac, challenge, rbuf_from(data, answer.len));
	command = wbuf_to(out, sizeof(out));
	whole = wbuf_to(in, sizeof(in));
	answer = wbuf_to(data, sizeof(data));
	if (rc == 0)
		rc = scp03_host_authenticate(&host->channel, 0x33, &command);
	if (rc == 0)
		rc = carry(host, &command, &whole);
	if (rc == 0)
		rc = plain(host, rbuf_from(in, whole.len), &answer);
	if (rc == 0 && host->status != SW_OK)
		rc = -EREMOTEIO;
	host->protects = rc == 0;
	return rc;
}
