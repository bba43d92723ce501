// SPDX-License-Identifier: Apache-2.0
/** Runs batches of requests from files. */
module dev.completions4j.batch {
    requires transitive dev.completions4j;

    exports dev.completions4j.batch;
}
