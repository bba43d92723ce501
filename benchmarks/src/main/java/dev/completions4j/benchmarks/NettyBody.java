// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import io.netty.buffer.ByteBuf;

/** Consumes the body of one response on a {@link NettyDriver}; called on an event loop. */
interface NettyBody {

    /** Consumes the next bytes, which are valid only until this method returns. */
    void onContent(ByteBuf content);

    /** Called at the end of the body; throws if something is missing. */
    void onEnd();
}
