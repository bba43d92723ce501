// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.nio.file.Path;
import java.util.ServiceLoader;

/** Creates the drivers of other libraries, which are on the class path with the profile {@code peers} only. */
public interface PeerDrivers {

    /** Returns the implementation on the class path. */
    static PeerDrivers find() {
        return ServiceLoader.load(PeerDrivers.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "The other libraries are not on the class path; activate the Maven profile peers"));
    }

    /** Returns a driver that is not connected yet. */
    Driver driver(Client client, Target target);

    /** Runs all requests of a file through OpenAI's library, and writes the answers. */
    void runBatch(String baseUrl, Path input, Path output, int concurrency) throws Exception;
}
