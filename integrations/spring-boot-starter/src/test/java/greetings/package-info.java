// SPDX-License-Identifier: Apache-2.0
/** A user's application and its tests, as in the guide. */
@NullMarked
package greetings;

import org.jspecify.annotations.NullMarked;
