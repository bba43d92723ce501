// SPDX-License-Identifier: Apache-2.0
/** The options of commands that call a server, and the client that they configure. */
@NullMarked
package dev.completions4j.cli.server;

import org.jspecify.annotations.NullMarked;
