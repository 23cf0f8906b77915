using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Bellwether.Storage.DuckDb;

/// <summary>An input parameter. Named (<c>$name</c> in the SQL) when it has a name, else positional (<c>?</c> or <c>$1</c>). The type
/// follows from the value: all numbers, bool, string, char, byte[], Guid, decimal, BigInteger, Int128, DateTime, DateTimeOffset, DateOnly,
/// TimeOnly, TimeSpan, DuckDbInterval, and arrays or lists of these.</summary>
public sealed class DuckDbParameter : DbParameter
{
    /// <summary>An unnamed NULL.</summary>
    public DuckDbParameter()
    {
    }

    /// <summary>A positional parameter.</summary>
    public DuckDbParameter(object? value) => Value = value;

    /// <summary>A named parameter; the name may begin with <c>$</c> or <c>@</c>.</summary>
    public DuckDbParameter(string name, object? value) => (ParameterName, Value) = (name, value);

    /// <inheritdoc/>
    [AllowNull]
    public override string ParameterName { get; set => field = value ?? ""; } = "";

    /// <inheritdoc/>
    public override object? Value { get; set; }

    /// <inheritdoc/>
    public override DbType DbType { get; set; } = DbType.Object;

    /// <inheritdoc/>
    public override ParameterDirection Direction
    {
        get => ParameterDirection.Input;
        set
        {
            if (value != ParameterDirection.Input)
                throw new NotSupportedException($"DuckDB has input parameters only, not {value}.");
        }
    }

    /// <inheritdoc/>
    public override bool IsNullable { get; set; } = true;

    /// <inheritdoc/>
    public override int Size { get; set; }

    /// <inheritdoc/>
    [AllowNull]
    public override string SourceColumn { get; set => field = value ?? ""; } = "";

    /// <inheritdoc/>
    public override bool SourceColumnNullMapping { get; set; }

    internal string BareName => ParameterName.TrimStart('$', '@', ':');

    /// <inheritdoc/>
    public override void ResetDbType() => DbType = DbType.Object;
}
