// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.spring.boot;

import dev.completions4j.spi.CompletionsPlugin;

/**
 * A plug-in on the class path that a bean of the context replaces.
 *
 * @param type the plug-in's type
 */
record ReplacedPlugin(Class<? extends CompletionsPlugin> type) {}
