# `cmake --install`: library, headers and a package file, so that find_package(penstock) works.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS penstock EXPORT penstock-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY include/penstock DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.h")
install(FILES "${PROJECT_BINARY_DIR}/include/penstock/version.hpp"
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/penstock)
install(EXPORT penstock-targets NAMESPACE penstock::
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/penstock)
configure_package_config_file(cmake/penstock-config.cmake.in
  "${PROJECT_BINARY_DIR}/penstock-config.cmake"
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/penstock)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/penstock-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/penstock-config.cmake"
              "${PROJECT_BINARY_DIR}/penstock-config-version.cmake"
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/penstock)
