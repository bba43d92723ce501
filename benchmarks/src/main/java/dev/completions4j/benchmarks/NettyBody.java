// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;

/** What becomes of the body of one answer on a {@link NettyDriver}; on an event loop. */
interface NettyBody {

    /** Takes the next bytes, which are lent until the call returns. */
    void onContent(ByteBuf content);

    /** Takes the end of the body; throws if something is missing. */
    void onEnd();
}
