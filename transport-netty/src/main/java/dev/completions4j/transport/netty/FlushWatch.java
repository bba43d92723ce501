// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelProgressiveFuture;
import io.netty.channel.ChannelProgressiveFutureListener;
import io.netty.channel.ChannelProgressivePromise;
import io.netty.channel.ChannelPromise;
import io.netty.util.concurrent.PromiseNotifier;

/**
 * Detects whether any byte was written to the socket since {@link #reset}. First in the pipeline, so that it sees
 * encrypted data.
 */
final class FlushWatch extends ChannelOutboundHandlerAdapter {

    private boolean bytesLeft;

    /** Starts a new detection. */
    void reset() {
        bytesLeft = false;
    }

    /** Returns false if certainly no byte was written. */
    boolean bytesLeft() {
        return bytesLeft;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        // Only a progressive promise reports a partial write before a failure.
        ChannelProgressivePromise watched = context.newProgressivePromise();
        watched.addListener(new ChannelProgressiveFutureListener() {
            @Override
            public void operationProgressed(ChannelProgressiveFuture future, long progress, long total) {
                bytesLeft = true;
            }

            @Override
            public void operationComplete(ChannelProgressiveFuture future) {
                bytesLeft |= future.isSuccess();
            }
        });
        var unused = PromiseNotifier.cascade(watched, promise.unvoid());
        var unusedWrite = context.write(message, watched);
    }
}
