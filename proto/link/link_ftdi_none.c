/* proto/link/link_ftdi_none.c: what stands for the link ftdi: where libftdi1 was not there to build with. */
#include "link_ftdi.h"

const struct link_scheme link_scheme_ftdi = {
	.name = "ftdi",
	.grammar = LINK_FTDI_GRAMMAR,
	.about = LINK_FTDI_ABOUT,
	.missing = "this program was built without libftdi1 (Debian package libftdi1-dev; then configure and "
		   "build "
		   "anew)",
};
