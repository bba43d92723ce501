// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport;

import java.util.Set;

/**
 * What a transport says of itself.
 *
 * @param name its provider's name, or one of its own if it has no provider
 * @param protocols the HTTP versions that it speaks, as in {@link ResponseHead#protocol()}
 * @param features what it can do, as it is configured
 */
public record TransportInfo(String name, Set<String> protocols, Set<TransportFeature> features) {

    public TransportInfo {
        protocols = Set.copyOf(protocols);
        features = Set.copyOf(features);
    }
}
