// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes a {@link TinyModel} in the formats that servers load: GGUF (version 3), and safetensors with JSON files. */
final class TinyModelFiles {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String END = "<|endoftext|>";
    private static final int HIDDEN = TinyModel.HIDDEN;
    private static final int HEADS = 8;
    private static final int FEED_FORWARD = 64;
    private static final int CONTEXT = 8192;
    private static final double EPSILON = 1e-6;

    private TinyModelFiles() {}

    /** A matrix in row-major order; a vector if it has only one row. */
    private static final class Tensor {

        private final int rows;
        private final int columns;
        private final float[] values;

        private Tensor(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            values = new float[rows * columns];
        }

        static Tensor zeros(int rows, int columns) {
            return new Tensor(rows, columns);
        }

        int rows() {
            return rows;
        }

        int columns() {
            return columns;
        }

        static Tensor ones() {
            Tensor ones = zeros(1, HIDDEN);
            Arrays.fill(ones.values, 1);
            return ones;
        }

        boolean isVector() {
            return rows == 1;
        }

        int size() {
            return values.length * Float.BYTES;
        }

        void putInto(ByteBuffer target) {
            target.asFloatBuffer().put(values);
            target.position(target.position() + size());
        }
    }

    /** Returns the weights, by their names in Llama checkpoints on Hugging Face. */
    private static Map<String, Tensor> weights(TinyModel model) {
        int vocabulary = model.tokens().size();
        Tensor embeddings = Tensor.zeros(vocabulary, HIDDEN);
        Tensor head = Tensor.zeros(vocabulary, HIDDEN);
        // The norm before the head scales a one-hot vector to this length.
        float length = (float) Math.sqrt(HIDDEN);
        for (int token = 0; token < vocabulary; token++) {
            embeddings.values[token * HIDDEN + token] = 1;
            float[] next = model.logProbabilities(token);
            for (int i = 0; i < vocabulary; i++) {
                head.values[i * HIDDEN + token] = next[i] / length;
            }
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        weights.put("model.embed_tokens.weight", embeddings);
        weights.put("model.norm.weight", Tensor.ones());
        weights.put("lm_head.weight", head);
        String layer = "model.layers.0.";
        weights.put(layer + "input_layernorm.weight", Tensor.ones());
        weights.put(layer + "post_attention_layernorm.weight", Tensor.ones());
        for (String name : List.of("q_proj", "k_proj", "v_proj", "o_proj")) {
            weights.put(layer + "self_attn." + name + ".weight", Tensor.zeros(HIDDEN, HIDDEN));
        }
        weights.put(layer + "mlp.gate_proj.weight", Tensor.zeros(FEED_FORWARD, HIDDEN));
        weights.put(layer + "mlp.up_proj.weight", Tensor.zeros(FEED_FORWARD, HIDDEN));
        weights.put(layer + "mlp.down_proj.weight", Tensor.zeros(HIDDEN, FEED_FORWARD));
        return weights;
    }

    static void writeHuggingFace(TinyModel model, Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("model.safetensors"), safetensors(weights(model)));
        write(
                folder.resolve("config.json"),
                NODES.objectNode()
                        .put("model_type", "llama")
                        .put("vocab_size", model.tokens().size())
                        .put("hidden_size", HIDDEN)
                        .put("intermediate_size", FEED_FORWARD)
                        .put("num_hidden_layers", 1)
                        .put("num_attention_heads", HEADS)
                        .put("num_key_value_heads", HEADS)
                        .put("head_dim", HIDDEN / HEADS)
                        .put("hidden_act", "silu")
                        .put("max_position_embeddings", CONTEXT)
                        .put("rms_norm_eps", EPSILON)
                        .put("tie_word_embeddings", false)
                        .put("torch_dtype", "float32")
                        .put("bos_token_id", TinyModel.END)
                        .put("eos_token_id", TinyModel.END)
                        .set("architectures", NODES.arrayNode().add("LlamaForCausalLM")));
        write(
                folder.resolve("tokenizer_config.json"),
                NODES.objectNode()
                        .put("tokenizer_class", "PreTrainedTokenizerFast")
                        .put("eos_token", END)
                        .put("bos_token", END)
                        .put("model_max_length", CONTEXT)
                        .put("clean_up_tokenization_spaces", false));
        write(folder.resolve("tokenizer.json"), tokenizer(model));
    }

    private static ObjectNode tokenizer(TinyModel model) {
        ObjectNode tokenizer = NODES.objectNode().put("version", "1.0");
        tokenizer
                .putArray("added_tokens")
                .addObject()
                .put("id", TinyModel.END)
                .put("content", END)
                .put("single_word", false)
                .put("lstrip", false)
                .put("rstrip", false)
                .put("normalized", false)
                .put("special", true);
        for (String part : List.of("pre_tokenizer", "decoder")) {
            tokenizer
                    .putObject(part)
                    .put("type", "ByteLevel")
                    .put("add_prefix_space", false)
                    .put("trim_offsets", false)
                    .put("use_regex", true);
        }
        ObjectNode bpe = tokenizer
                .putObject("model")
                .put("type", "BPE")
                .put("fuse_unk", false)
                .put("byte_fallback", false);
        ObjectNode vocabulary = bpe.putObject("vocab");
        for (String token : model.tokens()) {
            vocabulary.put(token, vocabulary.size());
        }
        model.merges().forEach(bpe.putArray("merges")::add);
        return tokenizer;
    }

    private static void write(Path file, Object json) throws IOException {
        Files.writeString(file, json.toString());
    }

    private static byte[] safetensors(Map<String, Tensor> weights) {
        ObjectNode header = NODES.objectNode();
        header.putObject("__metadata__").put("format", "pt");
        int size = 0;
        for (Map.Entry<String, Tensor> each : weights.entrySet()) {
            Tensor tensor = each.getValue();
            ObjectNode entry = header.putObject(each.getKey()).put("dtype", "F32");
            if (tensor.isVector()) {
                entry.putArray("shape").add(tensor.columns());
            } else {
                entry.putArray("shape").add(tensor.rows()).add(tensor.columns());
            }
            entry.putArray("data_offsets").add(size).add(size + tensor.size());
            size += tensor.size();
        }
        byte[] json = padded(JSON.writeValueAsString(header)).getBytes(UTF_8);
        ByteBuffer file = ByteBuffer.allocate(Long.BYTES + json.length + size).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(json.length).put(json);
        weights.values().forEach(tensor -> tensor.putInto(file));
        return file.array();
    }

    private static String padded(String json) {
        return json + " ".repeat(-json.length() & 7);
    }

    static void writeGguf(TinyModel model, Path file) throws IOException {
        Gguf gguf = new Gguf();
        gguf.put("general.architecture", "llama");
        gguf.put("general.name", "tiny");
        gguf.put("llama.context_length", CONTEXT);
        gguf.put("llama.embedding_length", HIDDEN);
        gguf.put("llama.block_count", 1);
        gguf.put("llama.feed_forward_length", FEED_FORWARD);
        gguf.put("llama.attention.head_count", HEADS);
        gguf.put("llama.attention.head_count_kv", HEADS);
        gguf.put("llama.attention.layer_norm_rms_epsilon", (float) EPSILON);
        gguf.put("llama.rope.dimension_count", HIDDEN / HEADS);
        gguf.put("tokenizer.ggml.model", "gpt2");
        gguf.put("tokenizer.ggml.pre", "gpt-2");
        gguf.putTexts("tokenizer.ggml.tokens", model.tokens());
        gguf.putTexts("tokenizer.ggml.merges", model.merges());
        gguf.putTypes("tokenizer.ggml.token_type", model.tokens().size());
        gguf.put("tokenizer.ggml.bos_token_id", TinyModel.END);
        gguf.put("tokenizer.ggml.eos_token_id", TinyModel.END);
        gguf.put("tokenizer.ggml.add_bos_token", false);
        weights(model).forEach((name, tensor) -> gguf.add(ggufName(name), tensor));
        Files.write(file, gguf.bytes());
    }

    private static String ggufName(String name) {
        return switch (name) {
            case "model.embed_tokens.weight" -> "token_embd.weight";
            case "model.norm.weight" -> "output_norm.weight";
            case "lm_head.weight" -> "output.weight";
            default ->
                "blk.0."
                        + name.substring("model.layers.0.".length())
                                .replace("input_layernorm", "attn_norm")
                                .replace("post_attention_layernorm", "ffn_norm")
                                .replace("self_attn.o_proj", "attn_output")
                                .replaceAll("self_attn\\.(.)_proj", "attn_$1")
                                .replaceAll("mlp\\.(.*)_proj", "ffn_$1");
        };
    }

    /** Builds a file. Numbers are little-endian; strings are preceded by their length. */
    private static final class Gguf {

        private static final int VERSION = 3;
        private static final int ALIGNMENT = 32;

        private static final int UINT32 = 4;
        private static final int INT32 = 5;
        private static final int FLOAT32 = 6;
        private static final int BOOL = 7;
        private static final int STRING = 8;
        private static final int ARRAY = 9;

        private static final int NORMAL_TOKEN = 1;
        private static final int CONTROL_TOKEN = 3;

        private final ByteArrayOutputStream values = new ByteArrayOutputStream();
        private final Map<String, Tensor> tensors = new LinkedHashMap<>();
        private int count;

        void put(String key, String value) {
            key(key, STRING);
            text(values, value);
        }

        void put(String key, int value) {
            key(key, UINT32);
            number(values, value);
        }

        void put(String key, float value) {
            key(key, FLOAT32);
            number(values, Float.floatToIntBits(value));
        }

        void put(String key, boolean value) {
            key(key, BOOL);
            values.write(value ? 1 : 0);
        }

        void putTexts(String key, List<String> texts) {
            array(key, STRING, texts.size());
            texts.forEach(text -> text(values, text));
        }

        void putTypes(String key, int tokens) {
            array(key, INT32, tokens);
            for (int token = 0; token < tokens; token++) {
                number(values, token == TinyModel.END ? CONTROL_TOKEN : NORMAL_TOKEN);
            }
        }

        void add(String name, Tensor tensor) {
            tensors.put(name, tensor);
        }

        byte[] bytes() {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.writeBytes("GGUF".getBytes(UTF_8));
            number(file, VERSION);
            longNumber(file, tensors.size());
            longNumber(file, count);
            file.writeBytes(values.toByteArray());
            List<Tensor> placed = new ArrayList<>();
            long offset = 0;
            for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
                Tensor tensor = each.getValue();
                text(file, each.getKey());
                number(file, tensor.isVector() ? 1 : 2);
                longNumber(file, tensor.columns());
                if (!tensor.isVector()) {
                    longNumber(file, tensor.rows());
                }
                number(file, 0); // 32-bit floating point
                longNumber(file, offset);
                offset = aligned(offset + tensor.size());
                placed.add(tensor);
            }
            align(file);
            for (Tensor tensor : placed) {
                ByteBuffer data = ByteBuffer.allocate(tensor.size()).order(ByteOrder.LITTLE_ENDIAN);
                tensor.putInto(data);
                file.writeBytes(data.array());
                align(file);
            }
            return file.toByteArray();
        }

        private void key(String key, int type) {
            count++;
            text(values, key);
            number(values, type);
        }

        private void array(String key, int type, int size) {
            key(key, ARRAY);
            number(values, type);
            longNumber(values, size);
        }

        private static void align(ByteArrayOutputStream file) {
            file.writeBytes(new byte[(int) (aligned(file.size()) - file.size())]);
        }

        private static long aligned(long offset) {
            return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        }

        private static void text(ByteArrayOutputStream target, String text) {
            byte[] bytes = text.getBytes(UTF_8);
            longNumber(target, bytes.length);
            target.writeBytes(bytes);
        }

        private static void number(ByteArrayOutputStream target, int value) {
            target.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(value)
                    .array());
        }

        private static void longNumber(ByteArrayOutputStream target, long value) {
            target.writeBytes(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(value)
                    .array());
        }
    }
}
