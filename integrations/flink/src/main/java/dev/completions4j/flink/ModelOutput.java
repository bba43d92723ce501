// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.flink;

import dev.completions4j.Choice;
import dev.completions4j.Completion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.catalog.ResolvedCatalogModel;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.jspecify.annotations.Nullable;

/** The columns of a model's {@code OUTPUT}: the text, and those that follow it. Immutable. */
final class ModelOutput implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final LogicalType STRING = DataTypes.STRING().getLogicalType();

    private final ArrayList<OutputColumn> columns;

    private ModelOutput(List<OutputColumn> columns) {
        this.columns = new ArrayList<>(columns);
    }

    /**
     * Returns the output of a model.
     *
     * @throws ValidationException if its {@code INPUT} is not one string, or {@code OUTPUT} has a column that this
     *     provider cannot fill
     */
    static ModelOutput of(ResolvedCatalogModel model) {
        List<Column> input = model.getResolvedInputSchema().getColumns();
        if (input.size() != 1 || !typeOf(input.get(0)).is(LogicalTypeFamily.CHARACTER_STRING)) {
            throw new ValidationException(
                    "INPUT is " + input + "; declare exactly one column of type STRING, the prompt");
        }
        List<Column> output = model.getResolvedOutputSchema().getColumns();
        if (output.isEmpty() || !typeOf(output.get(0)).equals(STRING)) {
            throw new ValidationException(
                    "OUTPUT is " + output + "; declare its first column, the completion, as nullable STRING");
        }
        return new ModelOutput(
                output.stream().skip(1).map(ModelOutput::outputColumn).toList());
    }

    private static OutputColumn outputColumn(Column column) {
        OutputColumn known = OutputColumn.named(column.getName());
        if (known == null || !typeOf(column).equals(known.type())) {
            throw new ValidationException("OUTPUT has the column " + column + ", which this provider cannot fill; after"
                    + " the completion there can be: " + OutputColumn.all());
        }
        return known;
    }

    private static LogicalType typeOf(Column column) {
        return column.getDataType().getLogicalType();
    }

    /** Returns whether a column has the server's token counts. */
    boolean reportsUsage() {
        return columns.stream().anyMatch(OutputColumn::isUsage);
    }

    /** Returns whether a column describes failures. */
    boolean reportsErrors() {
        return columns.stream().anyMatch(OutputColumn::isError);
    }

    /** Returns a row for each choice. */
    Collection<RowData> rows(Completion completion) {
        List<RowData> rows = new ArrayList<>();
        for (Choice choice : completion.choices()) {
            rows.add(row(StringData.fromString(choice.text()), column -> column.of(completion, choice)));
        }
        return rows;
    }

    /** Returns the row for a failed call. */
    Collection<RowData> rows(Throwable failure) {
        return List.of(row(null, column -> column.of(failure)));
    }

    /** Returns the row for a null prompt, all of whose columns are null. */
    Collection<RowData> nullRows() {
        return List.of(row(null, column -> null));
    }

    private RowData row(@Nullable StringData text, Function<OutputColumn, @Nullable Object> value) {
        GenericRowData row = new GenericRowData(columns.size() + 1);
        row.setField(0, text);
        for (int i = 0; i < columns.size(); i++) {
            row.setField(i + 1, value.apply(columns.get(i)));
        }
        return row;
    }
}
