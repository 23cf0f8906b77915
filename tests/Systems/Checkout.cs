namespace Bellwether.Systems.Tests;

/// <summary>The checkout that the tests run in, and the data beside it.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>A file of the shared data; the test is skipped where there is no such folder at all.</summary>
    public static string Shared(params string[] path)
    {
        var shared = Path.GetFullPath(Path.Combine(Root, "..", "shared"));
        Skip.IfNot(Directory.Exists(shared), "There is no ../shared beside the checkout.");
        var file = Path.Combine([shared, "data", .. path]);
        Assert.True(File.Exists(file), $"../shared is there, but {Path.Combine(path)} is not in its data.");
        return file;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Bellwether.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The tests must run inside a checkout: no folder above them holds Bellwether.slnx.");
    }
}
