// SPDX-License-Identifier: Apache-2.0
package dev.completions4j;

import java.util.Map;

/** Properties of a request that the endpoint's own contract does not have, such as a server's sampling parameters. */
@FunctionalInterface
public interface RequestExtension {

    /** What to send, by name, as it stands at the top level of the JSON; empty if nothing is set. */
    Map<String, JsonValue> properties();
}
