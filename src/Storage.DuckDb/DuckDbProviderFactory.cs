using System.Data.Common;

namespace Bellwether.Storage.DuckDb;

/// <summary>Makes the provider's objects for tools that know only ADO.NET.</summary>
public sealed class DuckDbProviderFactory : DbProviderFactory
{
    /// <summary>The one factory.</summary>
    public static readonly DuckDbProviderFactory Instance = new();

    private DuckDbProviderFactory()
    {
    }

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new DuckDbConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new DuckDbCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new DuckDbParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new DuckDbConnectionStringBuilder();
}
