/** What listeners and logs are told. */
@NullMarked
package dev.completions4j.core.event;

import org.jspecify.annotations.NullMarked;

