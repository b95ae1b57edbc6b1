using System.Reflection;

namespace FaqBot.Core.Storage.Relational;

/// <summary>Opens databases of the engine that is only loaded where it is configured.</summary>
internal static class OtherEngine
{
    private const string Room = "FaqBot.Postgres";

    /// <summary>Opens a database.</summary>
    /// <typeparam name="T">The kind of database.</typeparam>
    /// <exception cref="StoreException">It cannot be used, or the engine is not beside the program.</exception>
    public static T Open<T>(StorePlace place)
        where T : class
    {
        Assembly room;
        try
        {
            room = Assembly.Load(Room);
        }
        catch (FileNotFoundException exception)
        {
            throw new StoreException(
                place.Name, StoreFault.CannotOpen, $"{Room}.dll is not beside the program; install the whole program", exception);
        }

        Type opener = room.GetTypes().Single(type => typeof(IOpensDatabases<T>).IsAssignableFrom(type));
        return ((IOpensDatabases<T>)Activator.CreateInstance(opener)!).Open(place);
    }
}

/// <summary>Opens databases of one kind.</summary>
/// <typeparam name="T">The kind.</typeparam>
internal interface IOpensDatabases<out T>
{
    /// <summary>Opens a database.</summary>
    /// <exception cref="StoreException">It cannot be used.</exception>
    T Open(StorePlace place);
}
