using System.Data.Common;
using Bellwether.Storage.DuckDb.Columns;

namespace Bellwether.Storage.DuckDb;

/// <summary>What tools ask about a column of a result.</summary>
public sealed class DuckDbColumn : DbColumn
{
    internal DuckDbColumn(DuckDbField field, int ordinal)
    {
        ColumnName = field.Name;
        ColumnOrdinal = ordinal;
        DataType = field.Type.ClrType;
        DataTypeName = field.Type.ToString();
        AllowDBNull = true;
        IsReadOnly = true;
        if (field.Type.Id == DuckDbType.Decimal)
            (NumericPrecision, NumericScale) = (field.Type.Width, field.Type.Scale);
        LogicalType = field.Type;
    }

    /// <summary>The full type.</summary>
    public DuckDbLogicalType LogicalType { get; }
}
