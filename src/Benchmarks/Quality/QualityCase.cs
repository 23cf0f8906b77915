namespace Bellwether.Benchmarks.Quality;

/// <summary>Methods on one set of real data with its documented split. Stateless.</summary>
public abstract class QualityCase
{
    /// <summary>The name on the command line: the folder of the data where one case uses it, e.g. <c>adult-census</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What is predicted, and on which split, in one line.</summary>
    public abstract string Task { get; }

    /// <summary>The folder below the data's root.</summary>
    public virtual string Folder => Name;

    /// <summary>Fits and judges every method, in the order of the table. Deterministic but for seconds.</summary>
    /// <exception cref="DirectoryNotFoundException">The data is not there.</exception>
    /// <exception cref="InvalidDataException">The data is not as its schema says: file and line are named.</exception>
    public abstract IEnumerable<QualityRow> Run(QualityContext context);
}
