// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.util.Set;

/**
 * A description of a transport.
 *
 * @param name the name of its provider, or a name of its own if it has no provider
 * @param protocols the supported HTTP versions, as in {@link ResponseHead#protocol()}
 * @param features the capabilities in the current configuration
 * @since 0.1.0
 */
public record TransportInfo(String name, Set<String> protocols, Set<TransportFeature> features) {

    public TransportInfo {
        protocols = Set.copyOf(protocols);
        features = Set.copyOf(features);
    }
}
