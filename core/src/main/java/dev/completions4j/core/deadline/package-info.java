/** Time: the system's scheduler, and the timeouts of calls. */
@NullMarked
package dev.completions4j.core.deadline;

import org.jspecify.annotations.NullMarked;

