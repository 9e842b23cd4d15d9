/* proto/link/endpoint.c: where a bus socket is, from its URL (docs/WIRE.md). */
#include "endpoint.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>

#include "hex.h"

/* Takes a trailing ",key=HEX" off text of *len characters. */
static int take_key(struct endpoint *endpoint, const char *text, size_t *len, struct why *why)
{
	const char *comma = memrchr(text, ',', *len);
	const char *hex;

	if (!comma || strncmp(comma, ",key=", 5) != 0)
		return 0;
	hex = comma + 5;
	if (strlen(hex) != 2 * sizeof(endpoint->key) ||
		hex_bytes(hex, strlen(hex), endpoint->key, sizeof(endpoint->key)) < 0)
		return why_fail(
			why, EINVAL, "the key in %s is not %zu hex digits", text, 2 * sizeof(endpoint->key));
	endpoint->has_key = true;
	*len = (size_t)(comma - text);
	return 0;
}

static int parse_unix(struct endpoint *endpoint, const char *text, struct why *why)
{
	struct sockaddr_un *un = (struct sockaddr_un *)&endpoint->address;
	size_t len = strlen(text);
	int rc = take_key(endpoint, text, &len, why);

	if (rc < 0)
		return rc;
	if (len == 0 || (text[0] == '@' && len == 1))
		return why_fail(why, EINVAL, "unix: needs a path, as in unix:/run/sesim.sock");
	if (len >= sizeof(un->sun_path))
		return why_fail(why, ENAMETOOLONG, "the socket path %s is %zu bytes long, at most %zu fit",
			text, len, sizeof(un->sun_path) - 1);
	un->sun_family = AF_UNIX;
	memcpy(un->sun_path, text, len);
	endpoint->kind = text[0] == '@' ? ENDPOINT_ABSTRACT : ENDPOINT_PATH;
	endpoint->loopback = true;
	endpoint->address_len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	if (endpoint->kind == ENDPOINT_ABSTRACT)
		un->sun_path[0] = '\0';
	else
		endpoint->address_len++;
	return 0;
}

static bool is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET)
		return ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr) >> 24 == 127;
	if (address->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)address)->sin6_addr);
	return false;
}

static int parse_tcp(struct endpoint *endpoint, const char *text, struct why *why)
{
	const struct addrinfo hints = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	char host[256], port[8];
	size_t len = strlen(text);
	const char *colon;
	int rc = take_key(endpoint, text, &len, why);

	if (rc < 0)
		return rc;
	colon = memrchr(text, ':', len);
	if (!colon || colon == text || colon + 1 == text + len ||
		strspn(colon + 1, "0123456789") != (size_t)(text + len - colon - 1))
		return why_fail(
			why, EINVAL, "tcp: needs a host and a port, as in tcp:127.0.0.1:7816, not %s", text);
	if ((size_t)(colon - text) >= sizeof(host) || (size_t)(text + len - colon - 1) >= sizeof(port))
		return why_fail(why, EINVAL, "the host or port in tcp:%s is too long", text);
	if (text[0] == '[' && colon[-1] == ']')
		snprintf(host, sizeof(host), "%.*s", (int)(colon - text - 2), text + 1);
	else
		snprintf(host, sizeof(host), "%.*s", (int)(colon - text), text);
	snprintf(port, sizeof(port), "%.*s", (int)(text + len - colon - 1), colon + 1);
	if (strtoul(port, NULL, 10) > UINT16_MAX)
		return why_fail(why, EINVAL, "a port is 0 to %d, not %s", UINT16_MAX, port);
	rc = getaddrinfo(host, port, &hints, &found);
	if (rc != 0)
		return why_fail(why, ENOENT, "cannot find %s: %s", host, gai_strerror(rc));
	endpoint->kind = ENDPOINT_TCP;
	memcpy(&endpoint->address, found->ai_addr, found->ai_addrlen);
	endpoint->address_len = found->ai_addrlen;
	endpoint->loopback = is_loopback(found->ai_addr);
	freeaddrinfo(found);
	return 0;
}

int endpoint_parse(struct endpoint *endpoint, const char *url, struct why *why)
{
	memset(endpoint, 0, sizeof(*endpoint));
	if (strncmp(url, "unix:", 5) == 0)
		return parse_unix(endpoint, url + 5, why);
	if (strncmp(url, "tcp:", 4) == 0)
		return parse_tcp(endpoint, url + 4, why);
	return why_fail(why, EINVAL, "%s is no socket: unix:PATH or tcp:HOST:PORT is", url);
}

const char *endpoint_path(const struct endpoint *endpoint)
{
	return ((const struct sockaddr_un *)&endpoint->address)->sun_path;
}
