// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.ServiceLoader;

/** Makes the drivers of other libraries, which are on the class path with the profile {@code peers} only. */
public interface PeerDrivers {

    /** Those on the class path. */
    static PeerDrivers find() {
        return ServiceLoader.load(PeerDrivers.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The other libraries are not on the class path; add the profile peers to Maven's command"));
    }

    /** Connects to nothing yet. */
    Driver driver(Client client, int port, Workload workload);
}
