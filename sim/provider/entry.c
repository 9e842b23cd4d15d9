/* sim/provider/entry.c: the module that OpenSSL loads: the provider, with links to chips in this process too. */
#include <openssl/core.h>
#include <stdlib.h>

#include "link_board.h"
#include "provider.h"

enum {
	SCHEMES = 4,
};

struct links {
	struct link_board board;
	struct link_scheme sim;
	const struct link_scheme *schemes[SCHEMES];
};

/* Signing takes a chip long; in this process nobody gains by waiting for it. */
static struct links *links_new(void)
{
	const struct board_options options = {
		.clock = CLOCK_INSTANT, .latency = LATENCY_NONE, .sync = STORE_SYNC_ALWAYS
	};
	struct links *links = calloc(1, sizeof(*links));

	if (!links)
		return NULL;
	links->board = link_board_make(&options);
	links->sim = link_scheme_sim(&links->board.builder);
	links->schemes[0] = &links->sim;
	links->schemes[1] = &link_scheme_unix;
	links->schemes[2] = &link_scheme_tcp;
	links->schemes[3] = &link_scheme_i2c;
	return links;
}

__attribute__((visibility("default"))) OSSL_provider_init_fn OSSL_provider_init;

int OSSL_provider_init(
	const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in, const OSSL_DISPATCH **out, void **context)
{
	struct links *links = links_new();
	struct provider_links of;

	if (!links)
		return 0;
	of = (struct provider_links){ .schemes = links->schemes, .n = SCHEMES, .drop = free, .owner = links };
	return provider_start(handle, in, out, context, &of);
}
