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
 *
 * <p>Only a progressive promise reports a partial write before a failure; one is added to writes without it.
 */
final class FlushWatch extends ChannelOutboundHandlerAdapter implements ChannelProgressiveFutureListener {

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
        if (promise instanceof ChannelProgressivePromise watched) {
            var unused = context.write(message, watched.addListener(this));
            return;
        }
        ChannelProgressivePromise watched = context.newProgressivePromise().addListener(this);
        var unused = PromiseNotifier.cascade(watched, promise.unvoid());
        var unusedWrite = context.write(message, watched);
    }

    @Override
    public void operationProgressed(ChannelProgressiveFuture write, long progress, long total) {
        bytesLeft = true;
    }

    @Override
    public void operationComplete(ChannelProgressiveFuture write) {
        bytesLeft |= write.isSuccess();
    }
}
