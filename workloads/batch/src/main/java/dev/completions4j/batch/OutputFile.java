// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The output of a run, which is also its journal: a line that is complete is an answer that is not requested again.
 *
 * <p>The file is locked, so that two runs cannot write to it. Lines are collected until {@link #flush}, which writes all of
 * them or, if the disk is full, none. Used by one thread.
 */
final class OutputFile implements Closeable {

    /** Opens the file for reading and writing. */
    interface Opener {

        Opener SYSTEM = path ->
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);

        FileChannel open(Path path) throws IOException;
    }

    private final Path path;
    private final FileChannel channel;
    private ByteBuffer pending = ByteBuffer.allocateDirect(64 * 1024);

    private OutputFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Opens and locks a file, cuts off a torn last line, and reports the others.
     *
     * @param answered receives each answer in the file
     */
    static OutputFile open(Path path, Opener opener, OutputJournal.Answered answered) throws OutputException {
        FileChannel channel;
        try {
            channel = opener.open(path);
        } catch (IOException e) {
            throw new OutputException(
                    "The output " + path + " cannot be opened (" + reason(e)
                            + "); create its directory, or choose an output that can be written",
                    e);
        }
        try {
            lock(path, channel);
            long end = OutputJournal.read(path, channel, answered);
            if (end < channel.size()) {
                channel.truncate(end);
            }
            channel.position(end);
            return new OutputFile(path, channel);
        } catch (IOException e) {
            close(channel, e);
            throw new OutputException("The output " + path + " cannot be read (" + reason(e) + ")", e);
        } catch (OutputException e) {
            close(channel, e);
            throw e;
        }
    }

    private static void lock(Path path, FileChannel channel) throws IOException, OutputException {
        boolean locked;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException byThisJvm) {
            locked = false;
        }
        if (!locked) {
            throw new OutputException(
                    "The output " + path + " is in use by another run; wait for its end, or choose another output",
                    null);
        }
    }

    private static void close(FileChannel channel, Exception failure) {
        try {
            channel.close();
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** Adds a line, to be written by {@link #flush}. */
    void add(ByteBuffer line) {
        if (pending.remaining() <= line.remaining()) {
            ByteBuffer larger = ByteBuffer.allocateDirect(
                    Math.max(2 * pending.capacity(), Math.addExact(pending.position(), line.remaining() + 1)));
            larger.put(pending.flip());
            pending = larger;
        }
        pending.put(line).put((byte) '\n');
    }

    /**
     * Writes the lines that were added.
     *
     * @throws OutputException if they cannot be written; the file has none of them then, as far as possible
     */
    void flush() throws OutputException {
        pending.flip();
        try {
            write();
        } finally {
            pending.clear();
        }
    }

    private void write() throws OutputException {
        clearInterrupt();
        long start = -1;
        try {
            start = channel.position();
            while (pending.hasRemaining()) {
                channel.write(pending);
            }
        } catch (IOException e) {
            if (start >= 0) {
                restore(start, e);
            }
            throw new OutputException(
                    "The output " + path + " cannot be written (" + reason(e)
                            + "); free space or correct its permissions, and run again: what it has is kept",
                    e);
        }
    }

    private void restore(long end, IOException failure) {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            // The next run cuts off what is torn.
            failure.addSuppressed(e);
        }
    }

    /** Makes the written lines survive a power failure. */
    void force() throws OutputException {
        clearInterrupt();
        try {
            channel.force(false);
        } catch (IOException e) {
            throw new OutputException("The output " + path + " cannot be written (" + reason(e) + ")", e);
        }
    }

    /** Foreign code that the thread ran may have left an interrupt behind, which would close the channel. */
    private static void clearInterrupt() {
        var unused = Thread.interrupted();
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException inFileSystem && inFileSystem.getReason() != null) {
            return inFileSystem.getReason();
        }
        return e instanceof FileSystemException || e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
