namespace Bellwether.Storage.Tests.DuckDb.Tables;

/// <summary>The public datasets next to the repository.</summary>
internal static class SharedData
{
    /// <summary>The path of a file; skips the test when there are no datasets, fails when only this one is missing.</summary>
    public static string File(params string[] parts)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "Bellwether.slnx")))
            folder = folder.Parent;
        var shared = Path.Combine(folder?.FullName ?? "/", "..", "shared");
        Skip.IfNot(folder is not null && Directory.Exists(shared), "there is no folder ../shared with datasets");
        var path = Path.GetFullPath(Path.Combine([shared, "data", .. parts]));
        Assert.True(System.IO.File.Exists(path), $"{path} must exist, but does not.");
        return path;
    }
}
