// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

/**
 * What became of the requests of a batch.
 *
 * @param succeeded the requests answered with a completion in this run
 * @param failed the requests answered with an error in this run; the output says which
 * @param skipped the requests that were not sent, because an earlier run had answered them
 * @param rejected the requests without an entry in the output, such as lines that are not JSON; see {@link RejectedRequest}
 * @since 0.1.0
 */
public record BatchCounts(long succeeded, long failed, long skipped, long rejected) {

    /** Returns the number of requests of which this run knows the result. */
    public long total() {
        return succeeded + failed + skipped + rejected;
    }
}
