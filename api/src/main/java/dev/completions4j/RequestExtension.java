// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Map;

/**
 * Request properties that the endpoint's contract does not define, such as a server's sampling parameters.
 *
 * <p>Applications and libraries may implement this interface; methods added to it in later releases have default
 * implementations.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestExtension {

    /** Returns the properties to send, keyed by their JSON names at the top level; empty if there are none. */
    Map<String, JsonValue> properties();
}
